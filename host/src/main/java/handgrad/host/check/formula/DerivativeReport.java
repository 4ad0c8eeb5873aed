package handgrad.host.check.formula;

import java.util.Locale;

/**
 * What the check of one hand-derived derivative found: the point at which it is furthest from the difference quotient,
 * measured by what the quotient itself may be off.
 *
 * @param name whose derivative it is
 * @param points at how many inputs it was looked at
 * @param worst the largest error as a share of what is allowed; passed if at most 1
 * @param argument by what is differentiated
 * @param input its value at that point
 * @param others the other arguments there, as text; may be empty
 * @param derived the derivative that was derived by hand
 * @param numeric the difference quotient
 * @param allowed how far they may be apart
 */
public record DerivativeReport(
        String name,
        int points,
        double worst,
        String argument,
        double input,
        String others,
        double derived,
        double numeric,
        double allowed) {
    /**
     * Whether the derivative is right at all inputs.
     *
     * @return true if the worst error is within what is allowed
     */
    public boolean passed() {
        return worst <= 1;
    }

    /** The same point, judged otherwise. */
    DerivativeReport judged(double share) {
        return new DerivativeReport(name, points, share, argument, input, others, derived, numeric, allowed);
    }

    /** The worst point in one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "the derivative of %s at %s = %.9g%s is %.9g as derived by hand, but %.9g ± %.2g by differences",
                name,
                argument,
                input,
                others,
                derived,
                numeric,
                allowed);
    }
}
