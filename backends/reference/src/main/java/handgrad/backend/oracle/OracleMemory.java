package handgrad.backend.oracle;

import handgrad.backend.SessionTensors;
import handgrad.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/** The arrays behind the tensors of a session: floats as float64, row-major. Zero at first. */
final class OracleMemory {
    private final Map<Tensor, double[]> floats = new HashMap<>();
    private final Map<Tensor, int[]> ints = new HashMap<>();

    /** Makes room for every tensor. */
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

    /** The elements of a float tensor, to read and to write. */
    double[] floats(Tensor tensor) {
        return floats.get(tensor);
    }

    /** The elements of an int tensor, to read and to write. */
    int[] ints(Tensor tensor) {
        return ints.get(tensor);
    }
}
