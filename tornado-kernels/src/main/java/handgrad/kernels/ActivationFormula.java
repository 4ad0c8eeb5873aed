package handgrad.kernels;

/**
 * Stands for an activation function in the kernels. The class that they run with is generated from the function's
 * formula and has the same methods: {@link handgrad.kernels.formula.FormulaKernels}. This one gives NaN, so that a
 * kernel without a formula cannot go unseen.
 */
final class ActivationFormula {
    private ActivationFormula() {}

    /** y = σ(x). */
    static float activated(float x) {
        return Float.NaN;
    }

    /**
     * dx = dy · σ'(x).
     *
     * @param x what the activation was given; read only by a function that keeps it
     * @param y what it gave; read only by a function that keeps it
     * @param place the element's index in both
     * @param dy the gradient by what it gave
     */
    static float gradient(float[] x, float[] y, int place, float dy) {
        return Float.NaN;
    }
}
