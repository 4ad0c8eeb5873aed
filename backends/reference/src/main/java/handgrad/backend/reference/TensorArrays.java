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

    /** Sets the array of a float tensor, without copying. */
    void adopt(Tensor tensor, float[] values) {
        floats.put(tensor, values);
    }

    /** Sets the array of an int tensor, without copying. */
    void adopt(Tensor tensor, int[] values) {
        ints.put(tensor, values);
    }

    /** Releases all arrays. */
    void clear() {
        floats.clear();
        ints.clear();
    }
}
