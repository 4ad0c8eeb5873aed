package handgrad.cli.console;

import java.util.Locale;

/** Numbers as a person reads them, the same in every locale. */
public final class Figures {
    private Figures() {}

    /**
     * Formats in the root locale: the decimal separator is a point.
     *
     * @param pattern as {@link String#format} takes it
     * @param values what it is filled with
     * @return the text
     */
    public static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /**
     * A count with its thousands apart.
     *
     * @param value the count
     * @return such as {@code 60,000}
     */
    public static String count(long value) {
        return format("%,d", value);
    }

    /**
     * A data set with its sizes, and a note if it stands in for another.
     *
     * @param name the data set's name
     * @param train how many training samples
     * @param test how many test samples
     * @return the text
     */
    public static String dataset(String name, int train, int test) {
        final String made = name.startsWith("generated") ? " (digits made by rule, not MNIST)" : "";
        return format("%s%s, %s + %s samples", name, made, count(train), count(test));
    }

    /**
     * A share as a percentage with two decimals.
     *
     * @param share 0 … 1
     * @return such as {@code 98.62 %}
     */
    public static String percent(double share) {
        return Double.isFinite(share) ? format("%.2f %%", 100 * share) : String.valueOf(share);
    }

    /**
     * A loss with four significant digits, so that small ones stay comparable.
     *
     * @param value the loss
     * @return its text
     */
    public static String loss(double value) {
        final boolean fixed = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5;
        return Double.isFinite(value) ? format(fixed ? "%.4f" : "%.3e", value) : String.valueOf(value);
    }

    /**
     * A duration in seconds, with milliseconds below ten.
     *
     * @param value seconds
     * @return its text
     */
    public static String seconds(double value) {
        return format(value < 10 ? "%.3f s" : "%.1f s", value);
    }
}
