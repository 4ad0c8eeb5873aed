package handgrad.backend.cpu.kernel;

/**
 * The elementary functions of the backend, for one float. {@code VectorFunctions} does the same operations in the same
 * order on vectors, so both give the same bits, before and after compilation, on every machine: {@link Math#fma} and
 * the vector FMA both round once. The OpenCL backend's prelude does the same operations, too.
 *
 * <p>The coefficients are minimax fits of our own: an iteratively reweighted (Lawson) least-squares fit of the relative
 * error on 160 Chebyshev points in 60-digit arithmetic, rounded to float. docs/cpu-backend.md has the intervals and the
 * measured errors.
 */
public final class ScalarFunctions {
    /** tanh rounds to ±1 beyond. */
    public static final float TANH_LIMIT = 9.02f;

    /** tanh(x) = x P(x²) / Q(x²) for |x| ≤ 9.02; P, lowest power first. Relative error of the exact fit 2.1e-8. */
    public static final float P1 = 0.1337973177433014f;

    public static final float P2 = 0.0034940496552735567f;
    public static final float P3 = 2.0583644072758034e-05f;
    public static final float P4 = 1.3319150227175669e-08f;
    public static final float Q1 = 0.46713048219680786f;
    public static final float Q2 = 0.02587113529443741f;
    public static final float Q3 = 0.0003283113765064627f;
    public static final float Q4 = 7.762081963846867e-07f;

    public static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts: one so short, 709/1024, that n times it is exact, and the rest. */
    public static final float LN2_HIGH = 0.6923828125f;

    public static final float LN2_LOW = 7.6436811e-4f;
    /** 1.5 · 2²³: adding it rounds a float of moderate size to an integer, which then is in the low bits. */
    public static final float ROUNDER = 12582912f;

    /** Below it e^x is 0 in float, above {@link #EXP_MAXIMUM} infinite. */
    public static final float EXP_MINIMUM = -104f;

    public static final float EXP_MAXIMUM = 89f;
    /** Shifts a whole number in the low bits of a float into its exponent. */
    public static final int EXPONENT_SHIFT = 23;
    /** Added to n in that place it makes the bits of 2ⁿ⁺²⁴, a normal float down to n = −150, where 2ⁿ is none. */
    public static final int EXPONENT_OFFSET = (127 + 24) << EXPONENT_SHIFT;

    public static final float TWO_POW_MINUS_24 = 0x1p-24f;
    /** e^r = 1 + r + r² E(r) for |r| ≤ ½ ln 2. Relative error of the fit of E 1.3e-7. */
    public static final float E0 = 0.5f;

    public static final float E1 = 0.16666573286056519f;
    public static final float E2 = 0.04166686162352562f;
    public static final float E3 = 0.008363739587366581f;
    public static final float E4 = 0.0013901524944230914f;

    /** log(1 + f) = f − f²/2 + f³ L(f) for √½ ≤ 1 + f ≤ √2. Relative error of the fit of L 4.2e-7. */
    public static final float L0 = 0.333333283662796f;

    public static final float L1 = -0.2500030994415283f;
    public static final float L2 = 0.20001237094402313f;
    public static final float L3 = -0.16641247272491455f;
    public static final float L4 = 0.14208492636680603f;
    public static final float L5 = -0.12992233037948608f;
    public static final float L6 = 0.12670071423053741f;
    public static final float L7 = -0.07983524352312088f;
    /** The bits of √½: subtracting them makes the exponent field count from the interval √½ … √2. */
    public static final int ROOT_HALF_BITS = 0x3f3504f3;

    private ScalarFunctions() {}

    /** The hyperbolic tangent, odd, at most 1 in size, within 6 units in the last place. */
    public static float tanh(float x) {
        // Minimum and maximum rather than comparisons: loops with them become vector instructions.
        final float t = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, x));
        final float u = t * t;
        final float p = Math.fma(Math.fma(Math.fma(Math.fma(P4, u, P3), u, P2), u, P1), u, 1f);
        final float q = Math.fma(Math.fma(Math.fma(Math.fma(Q4, u, Q3), u, Q2), u, Q1), u, 1f);
        return Math.max(-1f, Math.min(1f, t * p / q));
    }

    /** e^x, within 2 units in the last place, also where the result is subnormal, 0 or infinite. */
    public static float exp(float x) {
        float t = x < EXP_MINIMUM ? EXP_MINIMUM : x;
        t = t > EXP_MAXIMUM ? EXP_MAXIMUM : t;
        final float shifted = Math.fma(t, LOG2_E, ROUNDER);
        final float n = shifted - ROUNDER;
        float r = Math.fma(n, -LN2_HIGH, t);
        r = Math.fma(n, -LN2_LOW, r);
        final float e = Math.fma(Math.fma(Math.fma(Math.fma(E4, r, E3), r, E2), r, E1), r, E0);
        final float power = Math.fma(e, r * r, r) + 1f;
        // 2ⁿ in two factors: for n below −126 or above 127 it is no normal float itself.
        final int exponent = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUNDER);
        final int half = exponent >> 1;
        return power * Float.intBitsToFloat((half + 127) << 23) * Float.intBitsToFloat((exponent - half + 127) << 23);
    }

    /** log x within 2 units in the last place, for normal x; infinity and NaN are returned as they are. */
    public static float log(float x) {
        final int bits = Float.floatToRawIntBits(x);
        final int exponent = (bits - ROOT_HALF_BITS) >> 23;
        final float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
        final float n = exponent;
        final float z = f * f;
        float p = Math.fma(L7, f, L6);
        p = Math.fma(p, f, L5);
        p = Math.fma(p, f, L4);
        p = Math.fma(p, f, L3);
        p = Math.fma(p, f, L2);
        p = Math.fma(p, f, L1);
        p = Math.fma(p, f, L0);
        float t = f * z * p;
        t = Math.fma(-0.5f, z, t);
        t = Math.fma(n, LN2_LOW, t);
        final float result = Math.fma(n, LN2_HIGH, f + t);
        // x − x is 0 for a number and NaN for an infinity or a NaN.
        return x - x == 0f ? result : x;
    }

    /** log(1 + u) for u ≥ −0.29, without loss of digits near 0; infinity and NaN are returned as they are. */
    public static float log1p(float u) {
        final float y = 1f + u;
        final float lost = u - (y - 1f);
        final float result = log(y) + lost / y;
        return y - y == 0f ? result : y;
    }

    /**
     * σ(x) = 1 / (1 + e^−x), for x &lt; 0 as e^x / (1 + e^x), rounded almost correctly: a step of training takes many
     * sigmoids, and an error that they all share does not average out. In units of the last place its root mean square
     * is 0.296, where rounding alone makes 0.289, and the largest error 1.03.
     *
     * <p>With what rounding loses carried along, e^−|x| = 2ⁿ (1 + t) is e + rest, and 1 + e + rest is whole + lost. Let
     * a be the numerator and q ≈ a / whole: then a / (whole + lost) ≈ q + (a − q · whole − q · lost) / whole.
     */
    public static float sigmoid(float x) {
        float size = -Math.abs(x);
        size = size < EXP_MINIMUM ? EXP_MINIMUM : size;
        final float shifted = Math.fma(size, LOG2_E, ROUNDER);
        final float n = shifted - ROUNDER;
        float r = Math.fma(n, -LN2_HIGH, size);
        r = Math.fma(n, -LN2_LOW, r);
        final float series = Math.fma(Math.fma(Math.fma(Math.fma(E4, r, E3), r, E2), r, E1), r, E0);
        final float t = Math.fma(series, r * r, r);
        final float sum = 1f + t;
        // The rounder's own low bits are 0, so that only n is shifted.
        final int raised = (Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + EXPONENT_OFFSET;
        final float power = Float.intBitsToFloat(raised) * TWO_POW_MINUS_24;
        final float e = sum * power;
        final float rest = ((1f - sum) + t) * power;
        final float whole = 1f + e;
        final float lost = (e - (whole - 1f)) + rest;
        final float inverse = 1f / whole;
        final float numerator = x < 0f ? e : 1f;
        final float q = numerator * inverse;
        final float error = Math.fma(-q, whole, numerator) + Math.fma(-q, lost, x < 0f ? rest : 0f);
        return Math.fma(error, inverse, q);
    }
}
