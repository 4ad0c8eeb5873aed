package handgrad.host.labs.finding;

import java.util.Locale;

/**
 * One thing that an experiment measured.
 *
 * @param statement what must be so if the claim holds
 * @param cases how many cases were tried
 * @param figure the measured number: the worst deviation, or a count
 * @param measured the number in words
 * @param allowed what the number may be, and why
 * @param holds whether it is
 */
public record Finding(String statement, long cases, double figure, String measured, String allowed, boolean holds) {
    /**
     * A count that must be zero, such as that of differing bits.
     *
     * @param statement what must be so
     * @param cases how many cases were tried
     * @param exceptions in how many it was not so
     * @param allowed what counts as an exception
     * @return the finding; without a case it does not hold
     */
    public static Finding always(String statement, long cases, long exceptions, String allowed) {
        return new Finding(
                statement,
                cases,
                exceptions,
                exceptions == 0 ? "no exception" : String.format(Locale.ROOT, "%,d exceptions", exceptions),
                allowed,
                cases > 0 && exceptions == 0);
    }

    /**
     * A count that must not be zero, such as the counterexamples that exist without a condition of the claim.
     *
     * @param statement what must happen
     * @param cases how many cases were tried
     * @param occurrences in how many it happened
     * @param reason why it must
     * @return the finding
     */
    public static Finding somewhere(String statement, long cases, long occurrences, String reason) {
        return new Finding(
                statement,
                cases,
                occurrences,
                String.format(Locale.ROOT, "%,d times", occurrences),
                "at least once: " + reason,
                occurrences > 0);
    }

    /**
     * A number that must be above a bound, such as how far something moved.
     *
     * @param statement what must be so
     * @param cases how many numbers it is the least of
     * @param figure the number
     * @param bound what it must exceed
     * @param reason why that much
     * @return the finding; it does not hold for NaN
     */
    public static Finding above(String statement, long cases, double figure, double bound, String reason) {
        return new Finding(
                statement,
                cases,
                figure,
                Numbers.brief(figure),
                "above " + Numbers.brief(bound) + ": " + reason,
                figure > bound);
    }
}
