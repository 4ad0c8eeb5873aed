package handgrad.kernels;

/**
 * The placeholder of an optimiser's rule, like {@link ActivationFormula} for an activation: the next weight and the
 * next values of up to three state variables r, s, t, from the weight, its gradient, the state variables, the learning
 * rate and the step number.
 */
public final class UpdateFormula {
    private UpdateFormula() {}

    public static float weight(float w, float g, float rate, float count) {
        return Float.NaN;
    }

    public static float weight(float w, float g, float r, float rate, float count) {
        return Float.NaN;
    }

    public static float first(float w, float g, float r, float rate, float count) {
        return Float.NaN;
    }

    public static float weight(float w, float g, float r, float s, float rate, float count) {
        return Float.NaN;
    }

    public static float first(float w, float g, float r, float s, float rate, float count) {
        return Float.NaN;
    }

    public static float second(float w, float g, float r, float s, float rate, float count) {
        return Float.NaN;
    }

    public static float weight(float w, float g, float r, float s, float t, float rate, float count) {
        return Float.NaN;
    }

    public static float first(float w, float g, float r, float s, float t, float rate, float count) {
        return Float.NaN;
    }

    public static float second(float w, float g, float r, float s, float t, float rate, float count) {
        return Float.NaN;
    }

    public static float third(float w, float g, float r, float s, float t, float rate, float count) {
        return Float.NaN;
    }
}
