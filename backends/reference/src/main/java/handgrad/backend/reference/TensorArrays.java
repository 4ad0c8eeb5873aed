package handgrad.backend.reference;

import handgrad.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/** An array for each tensor, made of zeros when first asked for. */
final class TensorArrays {
    private final Map<Tensor, float[]> floats = new HashMap<>();
    private final Map<Tensor, int[]> ints = new HashMap<>();

    /** The array of a float tensor, row-major. */
    float[] floats(Tensor tensor) {
        return floats.computeIfAbsent(tensor, absent -> new float[absent.size()]);
    }

    /** The array of an int tensor, row-major. */
    int[] ints(Tensor tensor) {
        return ints.computeIfAbsent(tensor, absent -> new int[absent.size()]);
    }

    /** Makes a float tensor use this very array. */
    void adopt(Tensor tensor, float[] values) {
        floats.put(tensor, values);
    }

    /** Makes an int tensor use this very array. */
    void adopt(Tensor tensor, int[] values) {
        ints.put(tensor, values);
    }

    /** Forgets all arrays. */
    void clear() {
        floats.clear();
        ints.clear();
    }
}
