package handgrad.random;

/**
 * A number of about 106 bits as the unevaluated sum of two doubles, the second at most half an ulp of the first
 * (Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18, 1971).
 *
 * @param high the sum rounded to double
 * @param low the rounding error
 */
record DoubleDouble(double high, double low) {
    /** A double. */
    static DoubleDouble of(double value) {
        return new DoubleDouble(value, 0);
    }

    /** The exact sum of two doubles (Knuth's two-sum). */
    static DoubleDouble sum(double a, double b) {
        final double rounded = a + b;
        final double partOfB = rounded - a;
        return new DoubleDouble(rounded, (a - (rounded - partOfB)) + (b - partOfB));
    }

    DoubleDouble plus(DoubleDouble other) {
        final DoubleDouble sum = sum(high, other.high);
        return sum(sum.high, sum.low + (low + other.low));
    }

    DoubleDouble times(DoubleDouble other) {
        final double product = high * other.high;
        final double rest = Math.fma(high, other.high, -product);
        return sum(product, rest + (high * other.low + low * other.high));
    }

    DoubleDouble dividedBy(DoubleDouble divisor) {
        final double quotient = high / divisor.high;
        final double rest = Math.fma(-quotient, divisor.high, high) + (low - quotient * divisor.low);
        return sum(quotient, rest / divisor.high);
    }
}
