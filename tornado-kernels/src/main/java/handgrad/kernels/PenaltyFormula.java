package handgrad.kernels;

/** The placeholder of a penalty in the kernels, like {@link ActivationFormula} for an activation. */
final class PenaltyFormula {
    private PenaltyFormula() {}

    /** r(w). */
    static float penalty(float w) {
        return Float.NaN;
    }

    /** g + λ r'(w). */
    static float gradient(float w, float g, float lambda) {
        return Float.NaN;
    }
}
