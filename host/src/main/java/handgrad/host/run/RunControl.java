package handgrad.host.run;

import handgrad.host.run.checkpoint.CheckpointInterval;
import java.util.function.BooleanSupplier;

/**
 * What happens around a training and changes none of its numbers.
 *
 * @param interval how often its state is saved
 * @param stop asked after each call of the device; once true, the state is saved and the training ends
 * @param reporter writes charts and reports into the run folder
 */
public record RunControl(CheckpointInterval interval, BooleanSupplier stop, RunReporter reporter) {
    /** The usual interval, never stopped, without charts and reports. */
    public static final RunControl DEFAULT = new RunControl(CheckpointInterval.DEFAULT, () -> false, RunReporter.NONE);
}
