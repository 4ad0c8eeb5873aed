package handgrad.kernels;

/**
 * The transcendental functions of the kernels in single precision, made of additions, multiplications and divisions
 * only: a {@code double} function would dominate the time of a network, and every device has its own last digits for
 * its built-in ones. The errors stated are the largest ones found against double precision, in units in the last place
 * (ulp) of the result.
 */
public final class ElementaryFunctions {
    /** From here on tanh x rounds to 1: 1 − tanh x &lt; 2⁻²⁵, half the distance from 1 to the float below it. */
    private static final float TANH_SATURATION = 9.02f;

    /** Above it e^x exceeds the largest float. */
    private static final float EXP_OVERFLOW = 88.8f;

    /** Below it e^x is less than half the smallest float. */
    private static final float EXP_UNDERFLOW = -104f;

    private static final float LOG2_E = 1.44269504f;

    /** ln 2 in two parts; the first has so few bits (0x2C5 · 2⁻¹⁰) that its product with an exponent is exact. */
    private static final float LN2_HIGH = 0.6923828125f;

    private static final float LN2_LOW = 7.6436811e-4f;

    private static final float SQRT_2 = 1.41421356f;

    private ElementaryFunctions() {}

    /**
     * tanh x = 2h/(1 + h²) with h = tanh ½x, and 2h = x · P(x²)/Q(x²), two polynomials of degree 3 found by iteratively
     * reweighted least squares on the quotient (relative error 2.5·10⁻⁸ for |x| ≤ 9.02). Where tanh saturates, errors
     * of h hardly count, which is why half the argument needs fewer terms than the whole. P and Q begin with 1, so that
     * tiny x are returned as they are. Odd to the last bit, never above 1 in magnitude. Error at most 5 ulp.
     *
     * @param x any float
     * @return tanh x; NaN for NaN
     */
    public static float hyperbolicTangent(float x) {
        final float bounded = x > TANH_SATURATION ? TANH_SATURATION : x < -TANH_SATURATION ? -TANH_SATURATION : x;
        final float t = bounded * bounded;
        final float p = 1f + t * (0.03149628f + t * (1.5999036e-4f + t * 8.609035e-8f));
        final float q = 1f + t * (0.11482957f + t * (0.0013958113f + t * 2.7396484e-6f));
        final float twice = bounded * (p / q);
        final float y = twice / (1f + 0.25f * twice * twice);
        return y > 1f ? 1f : y < -1f ? -1f : y;
    }

    /**
     * e^x = 2^m · e^r with m the integer nearest to x / ln 2, so that |r| ≤ ½ ln 2, where the Taylor series up to r⁷/7!
     * leaves out less than 6·10⁻⁹. Error at most 2 ulp, below the smallest normal float one unit of 2⁻¹⁴⁹.
     *
     * @param x any float
     * @return e^x; infinity above 88.73, NaN for NaN
     */
    public static float exponential(float x) {
        final float bounded = x > EXP_OVERFLOW ? EXP_OVERFLOW : x < EXP_UNDERFLOW ? EXP_UNDERFLOW : x;
        final int m = (int) (bounded * LOG2_E + (bounded < 0f ? -0.5f : 0.5f));
        final float r = (bounded - m * LN2_HIGH) - m * LN2_LOW;
        final float series = 1f
                + r * (1f + r * (1f / 2 + r * (1f / 6 + r * (1f / 24 + r * (1f / 120 + r * (1f / 720 + r / 5040))))));
        // In two halves: 2^m itself may lie outside the range of a float where the result does not.
        final int half = m / 2;
        return series * powerOfTwo(half) * powerOfTwo(m - half);
    }

    /** 2^exponent for −126 ≤ exponent ≤ 127, by squaring: exact. */
    private static float powerOfTwo(int exponent) {
        float square = exponent < 0 ? 0.5f : 2f;
        float power = 1f;
        for (int rest = exponent < 0 ? -exponent : exponent; rest > 0; rest = rest / 2) {
            power = rest % 2 == 1 ? power * square : power;
            square = square * square;
        }
        return power;
    }

    /**
     * log(1 + t) for t ≥ 0. With 1 + t = 2^m · f and f ≤ √2 it is m ln 2 + 2 artanh(a), a = (f − 1)/(f + 1) ≤ 0.172,
     * where the series up to a⁹/9 leaves out less than 2·10⁻⁹. Error at most 3 ulp.
     *
     * @param t at least 0; of negative arguments only those above −0.29 are in the series' range
     * @return log(1 + t); infinity for infinity, NaN for NaN
     */
    public static float logOnePlus(float t) {
        float f = 1f + t;
        // What the sum 1 + t lost in rounding; it counts where t is small, and f − 1 would do without only where it is
        // large.
        final float lost = t < 1e7f ? t - (f - 1f) : 0f;
        final float whole = f;
        int m = 0;
        while (f > SQRT_2 && m < 128) {
            f = f * 0.5f;
            m++;
        }
        final float a = m == 0 ? t / (2f + t) : (f - 1f) / (f + 1f);
        final float square = a * a;
        final float series = 2f * a * (1f + square * (1f / 3 + square * (1f / 5 + square * (1f / 7 + square / 9))));
        final float result = m == 0 ? series : m * LN2_HIGH + (m * LN2_LOW + (series + lost / whole));
        return t > Float.MAX_VALUE ? t : result;
    }

    /**
     * σ(x) = 1 / (1 + e^−x), written for x &lt; 0 as e^x / (1 + e^x), so that both tails keep their digits. Error at
     * most 3 ulp.
     *
     * @param x any float
     * @return σ(x); NaN for NaN
     */
    public static float sigmoid(float x) {
        final float e = exponential(x < 0f ? x : -x);
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /**
     * NaN, which TornadoVM cannot write as a constant of OpenCL C; so it must not know beforehand what this gives.
     *
     * @param any any float
     * @return NaN
     */
    public static float notANumber(float any) {
        final float zero = any - any;
        return zero / zero;
    }

    /**
     * Infinity, for the same reason.
     *
     * @param any any float
     * @return positive infinity
     */
    public static float infinity(float any) {
        final float bounded = any > 1f ? 1f : any > -1f ? any : 0f;
        return 1f / (bounded - bounded);
    }

    /**
     * |x|, exact.
     *
     * @param x any float
     * @return |x|; NaN for NaN
     */
    public static float absolute(float x) {
        return x > 0f ? x : 0f - x;
    }

    /**
     * √x = √f / c with c a power of 2 and f = c² x between ½ and 2. There a line is off by 3% at most, and each of
     * Heron's steps, the mean of a guess y and f / y, halves the square of the relative error. Error at most 1 ulp.
     *
     * @param x any float
     * @return √x; NaN below 0 and for NaN, infinity for infinity
     */
    public static float squareRoot(float x) {
        // The smallest float is 2⁻¹⁴⁹, the largest just below 2¹²⁸: both are further away than one step of 2⁶⁴.
        float c = closer(x, 1f, 0x1p32f);
        c = closer(x, c, 0x1p32f);
        c = closer(x, c, 0x1p16f);
        c = closer(x, c, 0x1p8f);
        c = closer(x, c, 0x1p4f);
        c = closer(x, c, 0x1p2f);
        c = closer(x, c, 0x1p1f);
        final float f = x * c * c;
        final float line = 0.48528f * (1f + f);
        final float once = 0.5f * (line + f / line);
        final float twice = 0.5f * (once + f / once);
        final float thrice = 0.5f * (twice + f / twice);
        final float root = x < 0f ? notANumber(x) : thrice / c;
        return x > Float.MAX_VALUE || x == 0f ? x : root;
    }

    /** c, or that times or by a root of 2^k, whichever keeps c² x within ½ … 2 or brings it closer. */
    private static float closer(float x, float c, float root) {
        final float f = x * c * c;
        return f * root * root < 2f ? c * root : f > 0.5f * root * root ? c / root : c;
    }
}
