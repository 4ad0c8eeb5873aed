package handgrad.host.check.device;

import handgrad.host.check.gradient.GradientReport;
import java.util.Comparator;
import java.util.List;

/**
 * What the check of the oracle's gradients found.
 *
 * @param functions how many functions were differentiated
 * @param derivatives how many partial derivatives were compared
 * @param worst the largest difference as a share of what it may be; passed if at most 1
 * @param where the function that it is of; empty if there was none
 * @param failures one line for each variable that failed
 */
public record GradientsReport(int functions, int derivatives, double worst, String where, List<String> failures) {
    /** Copies the list. */
    public GradientsReport {
        failures = List.copyOf(failures);
    }

    static GradientsReport of(List<GradientReport> reports) {
        final GradientReport worst = reports.stream()
                .max(Comparator.comparingDouble(GradientReport::worst))
                .orElse(new GradientReport("", 0, 0, List.of()));
        return new GradientsReport(
                reports.size(),
                reports.stream().mapToInt(GradientReport::derivatives).sum(),
                worst.worst(),
                worst.name(),
                reports.stream().flatMap(report -> report.failures().stream()).toList());
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
