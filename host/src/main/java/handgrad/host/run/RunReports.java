package handgrad.host.run;

import java.nio.file.Path;
import java.util.List;

/**
 * What the reports of a run brought.
 *
 * @param files the pictures and tables that were written
 * @param findings a line each, for the result
 */
public record RunReports(List<Path> files, List<String> findings) {
    /** Nothing. */
    static final RunReports NONE = new RunReports(List.of(), List.of());

    /** Copies the lists. */
    public RunReports {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }
}
