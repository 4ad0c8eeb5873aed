package handgrad.host.page.part;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers with units, the same in every locale. What is not known is a dash. */
public final class Quantity {
    /** What stands for a figure that is not known. */
    public static final String UNKNOWN = "–";

    /** Keeps a number and its unit on one line. */
    private static final String BLANK = "\u00A0";

    private static final MathContext CHART_DIGITS = new MathContext(6);

    private Quantity() {}

    /**
     * A count with its thousands apart.
     *
     * @param value the count
     * @return such as {@code 60,000}
     */
    public static String count(double value) {
        return Double.isFinite(value) ? format("%,.0f", value) : UNKNOWN;
    }

    /**
     * A share, 0 … 1, in percent with two decimals.
     *
     * @param share the share
     * @return such as {@code 98.62 %}
     */
    public static String percent(double share) {
        return Double.isFinite(share) ? format("%.2f", 100 * share) + BLANK + "%" : UNKNOWN;
    }

    /**
     * A number with four significant digits.
     *
     * @param value the number
     * @return its text
     */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? UNKNOWN : String.valueOf(value);
        }
        final double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return format("%,.0f", value);
        }
        if (size >= 1e-3 && size < 1) {
            return format("%.4f", value);
        }
        return size >= 1 && size < 1e5
                ? format("%,." + Math.max(0, 3 - (int) Math.log10(size)) + "f", value)
                : format("%.3e", value);
    }

    /**
     * A duration in the unit that fits it.
     *
     * @param value seconds
     * @return such as {@code 3.21 ms}
     */
    public static String seconds(double value) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        if (value >= 120) {
            return format(
                    "%d" + BLANK + "min" + BLANK + "%02d" + BLANK + "s", (long) value / 60, Math.round(value) % 60);
        }
        if (value >= 1) {
            return format("%.2f", value) + BLANK + "s";
        }
        return value >= 1e-3 ? format("%.3g", 1e3 * value) + BLANK + "ms" : format("%.3g", 1e6 * value) + BLANK + "µs";
    }

    /**
     * A number of bytes in the binary unit that fits it.
     *
     * @param value bytes
     * @return such as {@code 1.5 MiB}
     */
    public static String bytes(double value) {
        return scaled(value, 1024, "B", "KiB", "MiB", "GiB", "TiB");
    }

    /**
     * Operations or bytes a second, in the decimal unit that fits.
     *
     * @param value how many a second
     * @param unit what is counted
     * @return such as {@code 1.5 GFLOP/s}
     */
    public static String rate(double value, String unit) {
        return scaled(
                value, 1000, unit + "/s", "k" + unit + "/s", "M" + unit + "/s", "G" + unit + "/s", "T" + unit + "/s");
    }

    private static String scaled(double value, double step, String... units) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        double scaled = value;
        int unit = 0;
        while (Math.abs(scaled) >= step && unit < units.length - 1) {
            scaled /= step;
            unit++;
        }
        return format(unit == 0 ? "%.0f" : "%.1f", scaled) + BLANK + units[unit];
    }

    /**
     * A figure that may be missing.
     *
     * @param value the figure, or empty
     * @return the figure, or NaN
     */
    public static double orNaN(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    /** A number for a chart, rounded to six digits, more than a screen resolves. */
    static Double forChart(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(CHART_DIGITS).doubleValue()
                : Double.NaN;
    }

    /**
     * Formats in the root locale.
     *
     * @param pattern as {@link String#format} takes it
     * @param values what it is filled with
     * @return the text
     */
    public static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
