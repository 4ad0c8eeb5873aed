package handgrad.host.sweep.grid;

import handgrad.host.UsageError;
import handgrad.host.sweep.grid.SweptOption.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Numbers from one to another.
 *
 * @param from the least
 * @param to the largest
 * @param logarithmic whether neighbours have the same quotient, rather than the same difference
 * @param count how many, or empty where the range was given only to draw from
 */
public record Range(BigDecimal from, BigDecimal to, boolean logarithmic, OptionalInt count)
        implements Dimension.Values {
    /** Digits in a folder's name; the trial trains with the rounded number. */
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    /** Shorter numbers are written without an exponent. */
    private static final int PLAIN_PLACES = 4;

    /** The values, evenly spaced, the ends among them exactly. */
    List<String> points(SweptOption option) {
        final int points = count.orElseThrow(() -> new UsageError("--grid " + option.name() + "=" + text()
                + ": say how many values, as in " + text() + " " + (logarithmic ? "log" : "lin")
                + " 5; without a count it can only be drawn from, by --random"));
        if (points == 1 && from.compareTo(to) != 0) {
            throw new UsageError(
                    "--grid " + option.name() + "=" + text() + ": one value cannot be both ends; ask for 2 or more");
        }
        return IntStream.range(0, points)
                .mapToObj(i -> i == 0
                        ? written(from, option)
                        : i == points - 1 ? written(to, option) : at((double) i / (points - 1), option))
                .toList();
    }

    /**
     * A value between the ends.
     *
     * @param share 0 for the lower end, 1 for the upper one, of the values or, where the range is logarithmic, of their
     *     logarithms
     * @param option whose value it is
     * @return the value, rounded to a whole number or to four digits
     */
    String at(double share, SweptOption option) {
        final double low = from.doubleValue();
        final double high = to.doubleValue();
        final double value = logarithmic
                ? Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)))
                : low + share * (high - low);
        // The logarithm's rounding must not lead out of the range.
        final BigDecimal exact = BigDecimal.valueOf(Math.clamp(value, low, high));
        return written(
                option.kind() == Kind.WHOLE ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(DIGITS), option);
    }

    private static String written(BigDecimal value, SweptOption option) {
        final BigDecimal bare = value.stripTrailingZeros();
        final boolean plain = option.kind() == Kind.WHOLE
                || bare.signum() == 0
                || (bare.scale() - bare.precision() < PLAIN_PLACES - 1 && bare.scale() > -PLAIN_PLACES);
        return plain ? bare.toPlainString() : scientific(bare);
    }

    /** 3.162e-4: BigDecimal itself would write 3.162E-4. */
    private static String scientific(BigDecimal value) {
        final int exponent = value.precision() - value.scale() - 1;
        return value.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    private String text() {
        return from + ".." + to;
    }
}
