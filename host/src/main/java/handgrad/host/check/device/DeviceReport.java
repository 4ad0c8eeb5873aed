package handgrad.host.check.device;

import handgrad.host.check.op.OpReport;
import handgrad.host.check.training.TrainingReport;
import java.util.List;

/**
 * What the check of one device found.
 *
 * @param device what did the work, as {@code --device} takes it
 * @param deviceName the device's own name
 * @param passed whether nothing failed
 * @param seconds how long it took
 * @param ops each op against the oracle
 * @param otherBits one line for each run of an op that gave other bits in a second session with another number of
 *     threads
 * @param trainings each model's training against the oracle, repeated too
 */
public record DeviceReport(
        String device,
        String deviceName,
        boolean passed,
        double seconds,
        List<OpReport> ops,
        List<String> otherBits,
        List<TrainingReport> trainings) {
    /** Copies the lists. */
    public DeviceReport {
        ops = List.copyOf(ops);
        otherBits = List.copyOf(otherBits);
        trainings = List.copyOf(trainings);
    }
}
