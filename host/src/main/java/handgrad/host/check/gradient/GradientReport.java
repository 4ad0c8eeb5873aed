package handgrad.host.check.gradient;

import java.util.List;

/**
 * What the check of one function's gradients found.
 *
 * @param name what was differentiated
 * @param derivatives how many partial derivatives were compared
 * @param worst the largest difference as a share of what it may be; passed if at most 1
 * @param failures one line for each variable that failed: its worst element
 */
public record GradientReport(String name, int derivatives, double worst, List<String> failures) {
    /** Copies the list. */
    public GradientReport {
        failures = List.copyOf(failures);
    }

    /**
     * Whether every derivative was as it should be.
     *
     * @return true if nothing failed
     */
    public boolean passed() {
        return failures.isEmpty();
    }
}
