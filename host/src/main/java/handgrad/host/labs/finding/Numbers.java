package handgrad.host.labs.finding;

import handgrad.random.RandomStream;
import java.util.Locale;

/** Numbers for experiments: draws that float32 holds exactly, and the ways they are written and compared. */
public final class Numbers {
    /** The unit roundoff of float32, 2⁻²⁴: one operation is off by at most this share of its exact result. */
    public static final double UNIT = 0x1p-24;

    private Numbers() {}

    /**
     * Normal draws, rounded to float32 so that a device and the oracle get the same numbers.
     *
     * @param random where they come from
     * @param count how many
     * @param scale their standard deviation
     * @return the numbers
     */
    public static double[] normal(RandomStream random, int count, double scale) {
        final double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * random.nextNormal());
        }
        return values;
    }

    /**
     * Draws from a list.
     *
     * @param random where they come from
     * @param count how many
     * @param from the list
     * @return the numbers
     */
    public static double[] choices(RandomStream random, int count, double... from) {
        final double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) from[random.nextInt(from.length)];
        }
        return values;
    }

    /**
     * Numbers at equal distances, both ends included.
     *
     * @param from the first
     * @param to the last
     * @param count how many, at least 2
     * @return the numbers
     */
    public static double[] range(double from, double to, int count) {
        final double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (from + (to - from) * i / (count - 1));
        }
        return values;
    }

    /**
     * The same to the bit as float32; any NaN is the same as any other.
     *
     * @param a a number
     * @param b another
     * @return false where any bit differs
     */
    public static boolean sameBits(double a, double b) {
        return Float.floatToIntBits((float) a) == Float.floatToIntBits((float) b);
    }

    /**
     * The largest magnitude, or 0 if there is no element.
     *
     * @param values the elements
     * @return the largest |v|
     */
    public static double largest(double[] values) {
        double largest = 0;
        for (final double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /**
     * The logistic function, 1/(1 + e^−z).
     *
     * @param z any number
     * @return between 0 and 1
     */
    public static double sigmoid(double z) {
        return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
    }

    /**
     * The softmax, e^z / Σ e^z.
     *
     * @param z the scores
     * @return their probabilities
     */
    public static double[] softmax(double[] z) {
        double top = Double.NEGATIVE_INFINITY;
        for (final double value : z) {
            top = Math.max(top, value);
        }
        final double[] a = new double[z.length];
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            a[k] = Math.exp(z[k] - top);
            sum += a[k];
        }
        for (int k = 0; k < z.length; k++) {
            a[k] /= sum;
        }
        return a;
    }

    /**
     * Writes three significant digits.
     *
     * @param value the number
     * @return its text
     */
    public static String brief(double value) {
        final double size = Math.abs(value);
        final boolean fixed = value == 0 || (size >= 1e-3 && size < 1e6);
        return fixed && value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, fixed ? "%.4g" : "%.1e", value);
    }
}
