package handgrad.kernels;

/**
 * The placeholder of an activation in the kernels. {@link handgrad.kernels.formula.FormulaKernels} replaces it by a
 * class with the same methods, generated from the activation's formula. The placeholder returns NaN, so that a kernel
 * without a formula is noticed.
 */
public final class ActivationFormula {
    private ActivationFormula() {}

    /** y = σ(x). */
    public static float activated(float x) {
        return Float.NaN;
    }

    /**
     * dx = dy · σ'(x).
     *
     * @param x the input of the activation; read only if its derivative uses it
     * @param y the output of the activation; read only if its derivative uses it
     * @param place the element's index in both
     * @param dy the gradient with respect to the output
     */
    public static float gradient(float[] x, float[] y, int place, float dy) {
        return Float.NaN;
    }

    /**
     * dx = dy · σ'(x), from values instead of arrays.
     *
     * @param x the input of the activation
     * @param y the output of the activation
     * @param dy the gradient with respect to the output
     */
    public static float slope(float x, float y, float dy) {
        return Float.NaN;
    }
}
