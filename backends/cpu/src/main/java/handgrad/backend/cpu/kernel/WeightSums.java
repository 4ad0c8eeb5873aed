package handgrad.backend.cpu.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * Some weights of a convolution, and how their gradients are summed over a group of samples: dw[o, c, u, v] = Σ over the positions of dy · x, with
 * the lanes of the group kept apart.
 */
public interface WeightSums {
    /** The weights' places in dw, in the order in which their sums lie in {@link DualCall#sums}, 16 lanes each. */
    int[] weights();

    /**
     * Adds to the sums what a group contributes.
     *
     * @param call the group's x and, as a, its dy; and the sums
     */
    void add(DualCall call);

    /** A call for each worker, with room for the sums of any of these parts, and for those of a bias. */
    static DualCall[] calls(int workers, DualTables tables, List<WeightSums> parts) {
        final int most =
                parts.stream().mapToInt(part -> part.weights().length).max().orElse(1);
        final DualCall[] calls = new DualCall[workers];
        Arrays.setAll(calls, _ -> new DualCall(tables, (most + Tiling.LARGEST_TILE - 1) / Tiling.LARGEST_TILE));
        return calls;
    }
}
