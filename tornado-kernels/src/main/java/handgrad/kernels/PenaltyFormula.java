package handgrad.kernels;

/** The placeholder of a penalty in the kernels, like {@link ActivationFormula} for an activation. */
public final class PenaltyFormula {
    private PenaltyFormula() {}

    /** r(w). */
    public static float penalty(float w) {
        return Float.NaN;
    }

    /** g + λ r'(w). */
    public static float gradient(float w, float g, float lambda) {
        return Float.NaN;
    }
}
