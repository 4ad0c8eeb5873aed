package handgrad.host.labs.finding;

import java.util.List;

/**
 * What an experiment found.
 *
 * @param findings one for each thing that was measured
 * @param lessons what the figures teach, a sentence each
 * @param pictures what there is to see
 */
public record Outcome(List<Finding> findings, List<String> lessons, List<Picture> pictures) {
    /** Copies the lists. */
    public Outcome {
        findings = List.copyOf(findings);
        lessons = List.copyOf(lessons);
        pictures = List.copyOf(pictures);
    }

    /**
     * The verdict.
     *
     * @return true if there are findings, and all are as claimed
     */
    public boolean holds() {
        return !findings.isEmpty() && findings.stream().allMatch(Finding::holds);
    }
}
