package handgrad.host.training;

import java.io.Serial;

/** A training ended before its last step because {@link Checkpointing#isStopRequested} said so; its state was saved. */
public final class TrainingStoppedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** A training that can go on. */
    TrainingStoppedException() {
        super("training was stopped");
    }
}
