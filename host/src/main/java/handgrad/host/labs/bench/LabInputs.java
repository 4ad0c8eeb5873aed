package handgrad.host.labs.bench;

import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is uploaded before a run.
 *
 * @param floats the elements of float tensors, in float64
 * @param ints the elements of int tensors
 */
public record LabInputs(Map<Tensor, double[]> floats, Map<Tensor, int[]> ints) {
    /** Copies the maps. */
    public LabInputs {
        floats = new LinkedHashMap<>(floats);
        ints = new LinkedHashMap<>(ints);
    }

    /**
     * Nothing yet.
     *
     * @return the empty inputs
     */
    public static LabInputs none() {
        return new LabInputs(Map.of(), Map.of());
    }

    /**
     * A copy with one more float tensor, or with new elements for one of them.
     *
     * @param tensor the tensor
     * @param elements its elements, row-major
     * @return new inputs
     */
    public LabInputs with(Tensor tensor, double... elements) {
        final LabInputs changed = new LabInputs(floats, ints);
        changed.floats.put(tensor, elements);
        return changed;
    }

    /**
     * A copy with one more int tensor, or with new elements for one of them.
     *
     * @param tensor the tensor
     * @param elements its elements, row-major
     * @return new inputs
     */
    public LabInputs with(Tensor tensor, int[] elements) {
        final LabInputs changed = new LabInputs(floats, ints);
        changed.ints.put(tensor, elements);
        return changed;
    }
}
