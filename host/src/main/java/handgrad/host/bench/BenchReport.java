package handgrad.host.bench;

import handgrad.backend.DevicePeaks;
import handgrad.host.measure.Environment;
import java.util.List;

/**
 * How long models take: {@code bench.json}, and what {@code --json} prints.
 *
 * @param kind {@code bench}
 * @param version of this form of object
 * @param environment where it was measured
 * @param command repeats it
 * @param runs how many processes each figure is from
 * @param peaks of the devices that can measure them
 * @param rows the figures
 * @param failures what could not be timed, and why
 */
public record BenchReport(
        String kind,
        int version,
        Environment environment,
        String command,
        int runs,
        List<Peaks> peaks,
        List<BenchRow> rows,
        List<Failure> failures) {
    /** What this object is called. */
    static final String KIND = "bench";

    /** The form of this object. */
    static final int VERSION = 1;

    /** Copies the lists. */
    public BenchReport {
        peaks = List.copyOf(peaks);
        rows = List.copyOf(rows);
        failures = List.copyOf(failures);
    }

    /**
     * What a device can do at most.
     *
     * @param device as {@code --device} takes it
     * @param peaks measured in a process of its own
     */
    public record Peaks(String device, DevicePeaks peaks) {}

    /**
     * What could not be timed.
     *
     * @param device as {@code --device} takes it
     * @param model the model's name, or an empty text if it is about the device
     * @param reason one line
     */
    public record Failure(String device, String model, String reason) {}
}
