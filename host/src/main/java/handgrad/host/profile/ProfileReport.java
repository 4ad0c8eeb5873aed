package handgrad.host.profile;

import handgrad.host.measure.Environment;
import java.util.List;

/**
 * Where the time of a training step goes. The rows' seconds add up to the step's.
 *
 * @param kind {@code profile}
 * @param version of this form of object
 * @param environment where it was measured
 * @param command repeats it
 * @param model the model's name
 * @param device as {@code --device} takes it
 * @param deviceName the device's own name
 * @param threads how many threads the device might use
 * @param tracks how many of its tracks, such as threads, took part in a step
 * @param batch samples a step
 * @param dataset the data set's name
 * @param steps how many steps the rows are the mean of: the faster half of those that were timed
 * @param plainStepSeconds a step without the instruments, median
 * @param stepSeconds a step with them, the mean over the same steps as the rows
 * @param opSeconds the sum of the rows of work on tensors
 * @param rows the pieces in the order of the program, then what passes between them, then what is in no piece
 */
public record ProfileReport(
        String kind,
        int version,
        Environment environment,
        String command,
        String model,
        String device,
        String deviceName,
        int threads,
        int tracks,
        int batch,
        String dataset,
        int steps,
        double plainStepSeconds,
        double stepSeconds,
        double opSeconds,
        List<ProfileRow> rows) {
    /** What this object is called. */
    static final String KIND = "profile";

    /** The form of this object. */
    static final int VERSION = 1;

    /** Copies the rows. */
    public ProfileReport {
        rows = List.copyOf(rows);
    }
}
