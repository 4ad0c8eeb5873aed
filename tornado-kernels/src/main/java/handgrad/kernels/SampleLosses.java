package handgrad.kernels;

/**
 * The losses of one score z against one target y, and their derivatives by z, in forms that neither overflow nor cancel; the formulas of
 * {@code SampleLoss}. Derivations: docs/derivations.md, "Losses".
 */
final class SampleLosses {
    private SampleLosses() {}

    /** −log σ(y z) = softplus(−y z), y ∈ {−1, +1}. */
    static float logistic(float z, float y) {
        return ElementaryFunctions.softplus(-y * z);
    }

    /** −y σ(−y z), because softplus' = σ. */
    static float logisticSlope(float z, float y) {
        return -y * ElementaryFunctions.sigmoid(-y * z);
    }

    /** (1 − y) σ(z)² + (1 + y) σ(−z)², y ∈ {−1, +1}. */
    static float squaredProbability(float z, float y) {
        final float positive = ElementaryFunctions.sigmoid(z);
        final float negative = ElementaryFunctions.sigmoid(-z);
        return (1f - y) * positive * positive + (1f + y) * negative * negative;
    }

    /** 2 σ(z) σ(−z) ((1 − y) σ(z) − (1 + y) σ(−z)), because σ' (z) = σ(z) σ(−z). */
    static float squaredProbabilitySlope(float z, float y) {
        final float positive = ElementaryFunctions.sigmoid(z);
        final float negative = ElementaryFunctions.sigmoid(-z);
        return 2f * positive * negative * ((1f - y) * positive - (1f + y) * negative);
    }

    /** max(0, 1 − y z), y ∈ {−1, +1}; NaN stays NaN. */
    static float hinge(float z, float y) {
        final float shortfall = 1f - y * z;
        return shortfall < 0f ? 0f : shortfall;
    }

    /** −y where y z &lt; 1, else 0: at y z = 1 any number from −y to 0 is a sub-gradient, and 0 is taken. */
    static float hingeSlope(float z, float y) {
        return y * z < 1f ? -y : 0f;
    }

    /** (z − y)². */
    static float squaredError(float z, float y) {
        return (z - y) * (z - y);
    }

    /** 2 (z − y). */
    static float squaredErrorSlope(float z, float y) {
        return 2f * (z - y);
    }

    /** ½ (z − y)². */
    static float halfSquaredError(float z, float y) {
        return 0.5f * (z - y) * (z - y);
    }

    /** z − y. */
    static float halfSquaredErrorSlope(float z, float y) {
        return z - y;
    }

    /** softplus(z) − y z, y ∈ [0, 1], as log(1 + e^−|z|) + (max(0, z) − y z): with y = 1 nothing large is subtracted from softplus(z). */
    static float binaryCrossEntropy(float z, float y) {
        final float linear = z > 0f ? (1f - y) * z : -y * z;
        return linear + ElementaryFunctions.logOnePlus(ElementaryFunctions.exponential(z < 0f ? z : -z));
    }

    /** σ(z) − y = (1 − y) σ(z) − y σ(−z), because σ(z) + σ(−z) = 1; the second form does not cancel for y = 1. */
    static float binaryCrossEntropySlope(float z, float y) {
        return (1f - y) * ElementaryFunctions.sigmoid(z) - y * ElementaryFunctions.sigmoid(-z);
    }
}
