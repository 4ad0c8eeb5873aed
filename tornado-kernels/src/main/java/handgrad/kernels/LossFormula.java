package handgrad.kernels;

/** The placeholder of the loss of one score in the kernels, like {@link ActivationFormula} for an activation. */
public final class LossFormula {
    private LossFormula() {}

    /** l(z, y). */
    public static float loss(float z, float y) {
        return Float.NaN;
    }

    /** factor · ∂l/∂z. */
    public static float slope(float z, float y, float factor) {
        return Float.NaN;
    }
}
