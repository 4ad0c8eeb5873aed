package handgrad.host.run;

import java.util.function.BooleanSupplier;

/**
 * What acts on a training from outside, and changes nothing of its result.
 *
 * @param interval how often its state is kept
 * @param stop asked after each call of the device; once true, the state is kept and the training ends
 */
public record RunControl(CheckpointInterval interval, BooleanSupplier stop) {
    /** The usual interval, and nobody to stop it. */
    public static final RunControl DEFAULT = new RunControl(CheckpointInterval.DEFAULT, () -> false);
}
