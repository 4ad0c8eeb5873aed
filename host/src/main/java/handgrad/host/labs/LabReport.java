package handgrad.host.labs;

import handgrad.backend.DeviceInfo;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Outcome;
import java.nio.file.Path;
import java.util.List;

/**
 * What there is to tell of a lab.
 *
 * @param number its place in the course
 * @param name its name
 * @param claim what is claimed
 * @param device what {@code --device} takes to choose the device
 * @param deviceName the device's own name
 * @param seed of the random numbers
 * @param holds the verdict
 * @param findings what was measured
 * @param lessons what it teaches
 * @param pictures the files that were written
 */
public record LabReport(
        int number,
        String name,
        String claim,
        String device,
        String deviceName,
        long seed,
        boolean holds,
        List<Finding> findings,
        List<String> lessons,
        List<Path> pictures) {
    /** Copies the lists. */
    public LabReport {
        findings = List.copyOf(findings);
        lessons = List.copyOf(lessons);
        pictures = List.copyOf(pictures);
    }

    /**
     * Puts it together.
     *
     * @param lab the lab
     * @param outcome what it found
     * @param device the device that was used
     * @param seed of the random numbers
     * @param pictures the files that were written
     * @return the report
     */
    public static LabReport of(Lab lab, Outcome outcome, DeviceInfo device, long seed, List<Path> pictures) {
        return new LabReport(
                lab.number(),
                lab.name(),
                lab.claim(),
                device.selector(),
                device.name(),
                seed,
                outcome.holds(),
                outcome.findings(),
                outcome.lessons(),
                pictures);
    }
}
