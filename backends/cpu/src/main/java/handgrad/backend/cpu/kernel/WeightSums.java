package handgrad.backend.cpu.kernel;

/**
 * Some weights of a convolution, and how their gradients are summed over groups of samples: dw[o, c, u, v] = Σ dy · x
 * over the positions of dy, with the 16 lanes of a group kept apart.
 */
public interface WeightSums {
    /** The weights' places in dw, in the order in which their sums lie in {@link LanewiseCall#sums}, 16 lanes each. */
    int[] weights();

    /**
     * Adds what a group contributes.
     *
     * @param call the group's x and, as a, its dy; and the sums
     */
    void add(LanewiseCall call);
}
