package handgrad.kernels;

/** Stands for what is added to the loss for each weight, as {@link ActivationFormula} does for an activation. */
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
