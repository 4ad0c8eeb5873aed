package handgrad.host.labs.finding;

/**
 * Collects deviations of numbers from their expected values. The deviation of a case is |measured − expected| / max(1,
 * |expected|, scale), so that it is absolute for small numbers and relative for large ones.
 */
public final class Comparison {
    private final String statement;
    private final double tolerance;
    private final String reason;
    private long cases;
    private double worst;

    /**
     * No case yet.
     *
     * @param statement what must be so
     * @param tolerance the largest deviation that is allowed
     * @param reason why so much
     */
    public Comparison(String statement, double tolerance, String reason) {
        this.statement = statement;
        this.tolerance = tolerance;
        this.reason = reason;
    }

    /**
     * Adds a case; the deviation of NaN is infinite, that of two equal infinities is 0.
     *
     * @param measured what came out
     * @param expected what was expected
     * @param scale what the difference is divided by
     * @return this comparison
     */
    public Comparison add(double measured, double expected, double scale) {
        cases++;
        final double deviation = measured == expected
                ? 0
                : Math.abs(measured - expected) / Math.max(1, Math.max(Math.abs(expected), scale));
        worst = Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : Math.max(worst, deviation);
        return this;
    }

    /**
     * Adds a case for each element; the largest expected one is the scale of all.
     *
     * @param measured what came out
     * @param expected what was expected, as many
     * @return this comparison
     */
    public Comparison addAll(double[] measured, double[] expected) {
        if (measured.length != expected.length) {
            throw new IllegalArgumentException(measured.length + " numbers against " + expected.length);
        }
        final double scale = Numbers.largest(expected);
        for (int i = 0; i < measured.length; i++) {
            add(measured[i], expected[i], scale);
        }
        return this;
    }

    /**
     * Adds a case for each element, its deviation relative to the largest expected one, however small that is.
     *
     * @param measured what came out
     * @param expected what was expected, as many
     * @return this comparison
     */
    public Comparison addAllRelative(double[] measured, double[] expected) {
        final double scale = Numbers.largest(expected);
        for (int i = 0; i < measured.length; i++) {
            add(measured[i] / scale, expected[i] / scale, 0);
        }
        return this;
    }

    /**
     * What was found.
     *
     * @return the largest deviation beside what is allowed
     */
    public Finding finding() {
        return new Finding(
                statement,
                cases,
                worst,
                "worst deviation " + Numbers.brief(worst),
                "at most " + Numbers.brief(tolerance) + ": " + reason,
                cases > 0 && worst <= tolerance);
    }
}
