package handgrad.host.training;

/**
 * Asked by a trainer between two calls of the device: whether to save its state, and whether to stop. Its time is not
 * counted.
 */
public interface Checkpointing {
    /**
     * How many steps may be run before it is asked again.
     *
     * @param step how many steps were made since the training's beginning
     * @return at least 1
     */
    default int mostSteps(long step) {
        return Integer.MAX_VALUE;
    }

    /**
     * Whether the state is to be kept now.
     *
     * @param step how many steps were made since the training's beginning
     * @return true if {@link #keep} shall be called
     */
    default boolean isDue(long step) {
        return false;
    }

    /**
     * Keeps a state.
     *
     * @param state where the training stands
     */
    default void keep(TrainingState state) {}

    /**
     * Whether the training should end here. Its state is saved first.
     *
     * @return true if somebody asked for it
     */
    default boolean isStopRequested() {
        return false;
    }
}
