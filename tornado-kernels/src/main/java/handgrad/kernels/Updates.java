package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/** Changing the parameters: the kernels of {@code UpdateOp}. Derivations: docs/derivations.md, "SGD" and, for the penalty, "Losses". */
public final class Updates {
    private Updates() {}

    /**
     * w −= learningRate · dw: a step against the gradient, the direction of steepest descent.
     *
     * @param w [size]
     * @param dw [size]
     * @param learningRate [1]
     * @param size the number of elements
     */
    public static void sgdUpdate(float[] w, float[] dw, float[] learningRate, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            w[i] = w[i] - learningRate[0] * dw[i];
        }
    }

    /**
     * dw += 2 λ w, because ∂/∂wᵢ of λ Σⱼ wⱼ² is 2 λ wᵢ.
     *
     * @param w [size]
     * @param lambda [1]
     * @param dw [size]
     * @param size the number of elements
     */
    public static void addPenaltyGradient(float[] w, float[] lambda, float[] dw, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            dw[i] = dw[i] + 2f * lambda[0] * w[i];
        }
    }
}
