package handgrad.random;

/**
 * Logarithm, sine and cosine in float, bit-identical to those of PyTorch's vectorised normals. PyTorch uses avx_mathfun
 * (Pommier and Garberoglio), a version of Cephes' {@code logf}, {@code sinf} and {@code cosf} (Moshier, "Methods and
 * Programs for Mathematical Functions", 1989), with the same constants. Its compiler contracts products and sums, so
 * {@link Math#fma} appears here wherever it does; otherwise the last bits would differ.
 */
final class CephesFunctions {
    private static final float SQRT_HALF = 0.707106781186547524f;
    private static final float[] LOGARITHM = {
        7.0376836292e-2f,
        -1.1514610310e-1f,
        1.1676998740e-1f,
        -1.2420140846e-1f,
        1.4249322787e-1f,
        -1.6668057665e-1f,
        2.0000714765e-1f,
        -2.4999993993e-1f,
        3.3333331174e-1f
    };
    private static final float[] SINE = {-1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f};
    private static final float[] COSINE = {2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f};

    /** ln 2 in two parts; the first has few bits, so that its product with a small integer is exact. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;

    /** π/4 in three parts, for the same reason. */
    private static final float QUARTER_PI_HIGH = 0.78515625f;

    private static final float QUARTER_PI_MIDDLE = 2.4187564849853515625e-4f;
    private static final float QUARTER_PI_LOW = 3.77489497744594108e-8f;
    private static final float FOUR_OVER_PI = 1.27323954473516f;

    private CephesFunctions() {}

    /**
     * ln x for a normal, positive x: with x = 2ᵉ·(1 + m) and 1 + m in [√½, √2), e·ln 2 + m − m²/2 + m³·P(m).
     */
    static float logarithm(float x) {
        final int bits = Float.floatToRawIntBits(x);
        final float half = Float.intBitsToFloat((bits & 0x007fffff) | 0x3f000000);
        final boolean small = half < SQRT_HALF;
        final float exponent = (bits >>> 23) - (small ? 127 : 126);
        final float m = small ? (half - 1) + half : half - 1;
        final float square = m * m;
        final float cubic = polynomial(LOGARITHM, m) * m;
        final float tail = Math.fma(cubic, square, exponent * LN2_LOW);
        return Math.fma(exponent, LN2_HIGH, m + Math.fma(-0.5f, square, tail));
    }

    /** sin x for x in [0, 8192). */
    static float sine(float x) {
        final int octant = octant(x);
        final float reduced = reduce(x, octant);
        final float magnitude = (octant & 2) == 0 ? sineNearZero(reduced) : cosineNearZero(reduced);
        return (octant & 4) == 0 ? magnitude : -magnitude;
    }

    /** cos x for x in [0, 8192). */
    static float cosine(float x) {
        final int octant = octant(x);
        final float reduced = reduce(x, octant);
        final float magnitude = (octant & 2) == 0 ? cosineNearZero(reduced) : sineNearZero(reduced);
        return (octant - 2 & 4) == 0 ? -magnitude : magnitude;
    }

    /** ⌊x / (π/4)⌋, rounded up to an even number. */
    private static int octant(float x) {
        return (int) (x * FOUR_OVER_PI) + 1 & ~1;
    }

    /** x − octant·π/4, in [−π/4, π/4]. */
    private static float reduce(float x, int octant) {
        final float coarse = Math.fma(octant, -QUARTER_PI_HIGH, x);
        return Math.fma(octant, -QUARTER_PI_LOW, Math.fma(octant, -QUARTER_PI_MIDDLE, coarse));
    }

    /** x + x³·P(x²). */
    private static float sineNearZero(float x) {
        final float square = x * x;
        return Math.fma(polynomial(SINE, square) * square, x, x);
    }

    /** 1 − x²/2 + x⁴·P(x²). */
    private static float cosineNearZero(float x) {
        final float square = x * x;
        return Math.fma(polynomial(COSINE, square) * square, square, -0.5f * square) + 1;
    }

    /** Horner's scheme; the coefficient of the highest power comes first. */
    private static float polynomial(float[] coefficients, float x) {
        float value = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            value = Math.fma(value, x, coefficients[i]);
        }
        return value;
    }
}
