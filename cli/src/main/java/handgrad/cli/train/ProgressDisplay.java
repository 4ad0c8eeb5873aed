package handgrad.cli.train;

import handgrad.host.training.TrainingListener;

/** Shows a person how a training gets on. */
interface ProgressDisplay extends TrainingListener, AutoCloseable {
    /** Ends the display, so that other lines can follow. Does nothing the second time. */
    @Override
    default void close() {}

    /** Shows nothing. */
    static ProgressDisplay none() {
        return new ProgressDisplay() {};
    }
}
