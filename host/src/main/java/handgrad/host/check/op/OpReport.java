package handgrad.host.check.op;

import handgrad.host.check.cases.ValueKind;
import java.util.List;

/**
 * What the check of one op on one device found.
 *
 * @param op the op's name
 * @param runs how many runs were compared: cases times kinds of numbers
 * @param worst the largest error of any element as a share of what it may be off by; passed if at most 1, infinite
 *     where a NaN or an exact number was missed
 * @param worstRun where that was: case and kind of numbers
 * @param relative the largest ‖out − ref‖ / ‖ref‖ of an output with ordinary numbers ({@link ValueKind#NORMAL})
 * @param failures one line for each run that failed
 */
public record OpReport(String op, int runs, double worst, String worstRun, double relative, List<String> failures) {
    /** Copies the list. */
    public OpReport {
        failures = List.copyOf(failures);
    }

    /**
     * Whether every run was as it should be.
     *
     * @return true if nothing failed
     */
    public boolean passed() {
        return failures.isEmpty();
    }
}
