package handgrad.kernels.element;

/**
 * The transcendental functions of the kernels in single precision, with additions, multiplications and divisions only:
 * functions in {@code double} would dominate the time of a network, and built-in functions differ between devices in
 * the last digits. The stated errors are the largest found against double precision, in ulp of the result.
 */
public final class ElementaryFunctions {
    /** From here, tanh x rounds to 1: 1 − tanh x &lt; 2⁻²⁵, half the distance from 1 to the float below it. */
    private static final float TANH_SATURATION = 9.02f;

    /** Above it e^x exceeds the largest float. */
    private static final float EXP_OVERFLOW = 88.8f;

    /** Below it e^x is less than half the smallest float. */
    private static final float EXP_UNDERFLOW = -104f;

    private static final float LOG2_E = 1.44269504f;

    /** ln 2 in two parts; the first, 0x2C5 · 2⁻¹⁰, has few bits, so that its product with an exponent is exact. */
    private static final float LN2_HIGH = 0.6923828125f;

    private static final float LN2_LOW = 7.6436811e-4f;

    private static final float SQRT_2 = 1.41421356f;

    private ElementaryFunctions() {}

    /**
     * tanh x = 2h/(1 + h²) with h = tanh ½x, and 2h = x · P(x²)/Q(x²), two polynomials of degree 3 found by iteratively
     * reweighted least squares on the quotient (relative error 2.5·10⁻⁸ for |x| ≤ 9.02). Where tanh saturates, errors
     * of h hardly matter, so that ½x needs fewer terms than x. P and Q start with 1, so that tiny x are returned
     * unchanged. The result is exactly odd, and at most 1 in magnitude. Error at most 5 ulp.
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
     * has a remainder below 6·10⁻⁹. Error at most 2 ulp, or one unit of 2⁻¹⁴⁹ for subnormal results.
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
        // In two factors, since 2^m may be outside the range of float where the result is not.
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
     * log(1 + t) for t ≥ −0.29. With 1 + t = 2^m · f and f ≤ √2 it is m ln 2 + 2 artanh(a), a = (f − 1)/(f + 1) ≤
     * 0.172, where the series up to a⁹/9 has a remainder below 2·10⁻⁹. Error at most 3 ulp.
     *
     * @param t at least −0.29, the range of the series
     * @return log(1 + t); infinity for infinity, NaN for NaN
     */
    public static float logOnePlus(float t) {
        float f = 1f + t;
        // The rounding error of the sum 1 + t, which matters for small t; without it, f − 1 would be accurate only for
        // large t.
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
     * σ(x) = 1 / (1 + e^−x), computed for x &lt; 0 as e^x / (1 + e^x), so that both tails keep their digits. Error at
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
     * NaN, computed so that TornadoVM cannot fold it: it cannot write NaN as a constant in OpenCL C.
     *
     * @param any any float
     * @return NaN
     */
    public static float notANumber(float any) {
        final float zero = any - any;
        return zero / zero;
    }

    /**
     * Infinity, computed for the same reason.
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
     * √x = √f / c with c a power of 2 and f = c² x between ½ and 2. There a linear guess has an error of at most 3 %,
     * and each of Heron's steps, the mean of a guess y and f / y, takes the relative error ε to about ½ ε². Error at
     * most 1 ulp.
     *
     * @param x any float
     * @return √x; NaN below 0 and for NaN, infinity for infinity
     */
    public static float squareRoot(float x) {
        // Floats range from 2⁻¹⁴⁹ to 2¹²⁸, more than one step of 2⁶⁴ in either direction.
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

    /** c, multiplied or divided by {@code root} if that brings c² x closer to the range ½ … 2. */
    private static float closer(float x, float c, float root) {
        final float f = x * c * c;
        return f * root * root < 2f ? c * root : f > 0.5f * root * root ? c / root : c;
    }
}
