package handgrad.host.check.training;

import java.util.List;

/**
 * What the check of a short training on one device found.
 *
 * @param model the model's name
 * @param batch samples a step
 * @param steps how many steps were made
 * @param worst the largest error as a share of what it may be; passed if at most 1, infinite where a count, a NaN or a
 *     repetition differs
 * @param where what that was
 * @param failures one line for each thing that failed
 */
public record TrainingReport(String model, int batch, int steps, double worst, String where, List<String> failures) {
    /** Copies the list. */
    public TrainingReport {
        failures = List.copyOf(failures);
    }

    /**
     * The report of a training that the backend could not finish.
     *
     * @param reference what should have come out
     * @param problem what the backend said
     * @return a report of one failure
     */
    public static TrainingReport broken(TrainingReference reference, String problem) {
        return new Comparison(reference).fail(problem).report();
    }

    /**
     * Whether all was as it should be.
     *
     * @return true if nothing failed
     */
    public boolean passed() {
        return failures.isEmpty();
    }
}
