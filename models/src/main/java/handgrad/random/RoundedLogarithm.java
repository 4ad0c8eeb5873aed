package handgrad.random;

/**
 * The natural logarithm, correctly rounded unless it lies within 2⁻²⁵ ulp of the midpoint of two doubles. {@link
 * StrictMath#log} has an error of up to 1 ulp. The C library that NumPy calls has an error of at most 0.52 ulp, so that
 * it agrees with the correctly rounded value for all but one argument in thousands.
 */
final class RoundedLogarithm {
    private static final double SQRT_TWO = 0x1.6a09e667f3bcdp0;

    /** ln 2 to 106 bits. */
    private static final DoubleDouble LN2 = new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);

    /** With s² ≤ 0.0295, the first omitted term, s³⁰/31, is below 2⁻⁸¹ of the sum. */
    private static final int TERMS = 14;

    private RoundedLogarithm() {}

    /**
     * ln x for a normal, positive x: with x = 2ᵉ·m and m in [√½, √2], e·ln 2 + 2 artanh s, s = (m − 1)/(m + 1),
     * artanh s = s·Σ s²ⁿ/(2n + 1).
     */
    static double of(double x) {
        final int binade = Math.getExponent(x);
        final double inBinade = Math.scalb(x, -binade);
        final boolean upper = inBinade > SQRT_TWO;
        final double m = upper ? inBinade / 2 : inBinade;
        final int exponent = upper ? binade + 1 : binade;
        final DoubleDouble s = DoubleDouble.of(m - 1).dividedBy(DoubleDouble.sum(m, 1));
        final DoubleDouble square = s.times(s);
        DoubleDouble series = DoubleDouble.of(0);
        for (int n = TERMS; n >= 0; n--) {
            final DoubleDouble coefficient = DoubleDouble.of(1).dividedBy(DoubleDouble.of(2 * n + 1));
            series = series.times(square).plus(coefficient);
        }
        final DoubleDouble mantissa = s.times(series).times(DoubleDouble.of(2));
        return LN2.times(DoubleDouble.of(exponent)).plus(mantissa).high();
    }
}
