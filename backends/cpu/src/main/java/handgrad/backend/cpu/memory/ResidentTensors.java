package handgrad.backend.cpu.memory;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.IntStore;
import handgrad.program.ElementType;
import handgrad.program.Role;
import handgrad.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/** The arrays that outlive a step, by name, row-major. */
public final class ResidentTensors {
    private final Map<String, FloatStore> floats = new HashMap<>();
    private final Map<String, IntStore> ints = new HashMap<>();
    private final Map<String, DataStore> data = new HashMap<>();

    /**
     * Allocates a tensor. Data gets its array when it is uploaded: 188 MB of zeros for MNIST would only be replaced.
     */
    public void add(Tensor tensor) {
        final int size = tensor.role() == Role.DATA ? 0 : tensor.size();
        if (tensor.type() == ElementType.FLOAT32) {
            floats.computeIfAbsent(tensor.name(), _ -> new FloatStore(size));
            data.computeIfAbsent(tensor.name(), name -> new DataStore(floats.get(name)));
        } else {
            ints.computeIfAbsent(tensor.name(), _ -> new IntStore(size));
        }
    }

    public FloatStore floats(Tensor tensor) {
        return floats.get(tensor.name());
    }

    /** The same as {@link #floats}, for inputs that may be kept as bytes. */
    public DataStore data(Tensor tensor) {
        return data.get(tensor.name());
    }

    public IntStore ints(Tensor tensor) {
        return ints.get(tensor.name());
    }

    /** Data that was never uploaded reads as zeros. */
    public void fillMissing(Tensor tensor) {
        if (tensor.type() == ElementType.FLOAT32
                && floats(tensor).values.length == 0
                && !data(tensor).isPixels()) {
            floats(tensor).values = new float[tensor.size()];
        } else if (tensor.type() == ElementType.INT32 && ints(tensor).values.length == 0) {
            ints(tensor).values = new int[tensor.size()];
        }
    }
}
