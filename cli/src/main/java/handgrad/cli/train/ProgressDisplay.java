package handgrad.cli.train;

import handgrad.host.training.TrainingListener;

/** Shows the progress of a training. */
interface ProgressDisplay extends TrainingListener, AutoCloseable {
    /** Ends the display, so that other lines can follow. A second call does nothing. */
    @Override
    default void close() {}

    /** Shows nothing. */
    static ProgressDisplay none() {
        return new ProgressDisplay() {};
    }
}
