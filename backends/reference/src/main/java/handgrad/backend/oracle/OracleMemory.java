package handgrad.backend.oracle;

import handgrad.backend.SessionTensors;
import handgrad.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/** The arrays of a session's tensors: floats as float64, row-major, initially zero. */
final class OracleMemory {
    private final Map<Tensor, double[]> floats = new HashMap<>();
    private final Map<Tensor, int[]> ints = new HashMap<>();

    /** Allocates every tensor. */
    OracleMemory(SessionTensors tensors) {
        tensors.residents().forEach(this::allocate);
        tensors.locals().forEach(this::allocate);
    }

    private void allocate(Tensor tensor) {
        switch (tensor.type()) {
            case FLOAT32 -> floats.put(tensor, new double[tensor.size()]);
            case INT32 -> ints.put(tensor, new int[tensor.size()]);
        }
    }

    /** The elements of a float tensor, not copied. */
    double[] floats(Tensor tensor) {
        return floats.get(tensor);
    }

    /** The elements of an int tensor, not copied. */
    int[] ints(Tensor tensor) {
        return ints.get(tensor);
    }
}
