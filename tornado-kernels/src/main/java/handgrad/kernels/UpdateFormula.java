package handgrad.kernels;

/**
 * Stands for an optimiser's rule, as {@link ActivationFormula} does for an activation: the next weight, and the next
 * value of each of up to three kept numbers r, s, t, from the weight, its gradient, the kept numbers, the learning rate
 * and the number of the step.
 */
final class UpdateFormula {
    private UpdateFormula() {}

    static float weight(float w, float g, float rate, float count) {
        return Float.NaN;
    }

    static float weight(float w, float g, float r, float rate, float count) {
        return Float.NaN;
    }

    static float first(float w, float g, float r, float rate, float count) {
        return Float.NaN;
    }

    static float weight(float w, float g, float r, float s, float rate, float count) {
        return Float.NaN;
    }

    static float first(float w, float g, float r, float s, float rate, float count) {
        return Float.NaN;
    }

    static float second(float w, float g, float r, float s, float rate, float count) {
        return Float.NaN;
    }

    static float weight(float w, float g, float r, float s, float t, float rate, float count) {
        return Float.NaN;
    }

    static float first(float w, float g, float r, float s, float t, float rate, float count) {
        return Float.NaN;
    }

    static float second(float w, float g, float r, float s, float t, float rate, float count) {
        return Float.NaN;
    }

    static float third(float w, float g, float r, float s, float t, float rate, float count) {
        return Float.NaN;
    }
}
