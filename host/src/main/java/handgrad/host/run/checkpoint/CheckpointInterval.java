package handgrad.host.run.checkpoint;

import handgrad.host.UsageError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a training keeps its state. */
public sealed interface CheckpointInterval {
    /** Rarely enough to cost nothing, often enough to lose little; a shorter training saves none. */
    CheckpointInterval DEFAULT = new Seconds(10);

    /**
     * After so many steps.
     *
     * @param count at least 1
     */
    record Steps(int count) implements CheckpointInterval {}

    /**
     * After so many epochs.
     *
     * @param count at least 1
     */
    record Epochs(int count) implements CheckpointInterval {}

    /**
     * After some seconds, at the end of the device's call.
     *
     * @param count at least 1
     */
    record Seconds(int count) implements CheckpointInterval {}

    /**
     * Reads an interval.
     *
     * @param text such as {@code 100steps}, {@code 1epoch} or {@code 30s}
     * @return the interval
     * @throws UsageError if it is none
     */
    static CheckpointInterval parse(String text) {
        final Matcher parts = Pattern.compile("([0-9]{1,9})(steps?|epochs?|s)").matcher(text);
        final int count = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
        if (count < 1) {
            throw new UsageError(
                    "--checkpoint-every " + text + ": write a number and a unit, such as 100steps, 1epoch or 30s");
        }
        return switch (parts.group(2)) {
            case "s" -> new Seconds(count);
            case "step", "steps" -> new Steps(count);
            default -> new Epochs(count);
        };
    }
}
