package handgrad.kernels;

/**
 * Activation functions by number, for kernels that apply one to what they have just computed. The number is a scalar, and so a constant of the
 * compiled kernel: of the branches below, one is left.
 */
public final class ActivationCodes {
    /** σ(x) = x: no activation follows. */
    public static final int NONE = 0;

    /** σ(x) = tanh x. */
    public static final int TANH = 1;

    /** σ(x) = 1 / (1 + e^−x). */
    public static final int SIGMOID = 2;

    /** σ(x) = max(0, x). */
    public static final int RELU = 3;

    /** σ(x) = x where x &gt; 0, else slope · x. */
    public static final int LEAKY_RELU = 4;

    private ActivationCodes() {}

    /** y = σ(x), to the bit as the kernel of that function has it. */
    static float activated(float x, int function, float slope) {
        if (function == TANH) {
            return ElementaryFunctions.hyperbolicTangent(x);
        }
        if (function == SIGMOID) {
            return ElementaryFunctions.sigmoid(x);
        }
        if (function == RELU) {
            return x < 0f ? 0f : x;
        }
        if (function == LEAKY_RELU) {
            return x > 0f ? x : slope * x;
        }
        return x;
    }

    /** dx = dy · σ'(x) with σ' told from y = σ(x), to the bit as the kernel of that function has it. */
    static float gradient(float y, float dy, int function, float slope) {
        if (function == TANH) {
            return dy * (1f - y * y);
        }
        if (function == SIGMOID) {
            return dy * (y * (1f - y));
        }
        if (function == RELU) {
            return y > 0f ? dy : 0f;
        }
        if (function == LEAKY_RELU) {
            return y > 0f ? dy : slope * dy;
        }
        return dy;
    }
}
