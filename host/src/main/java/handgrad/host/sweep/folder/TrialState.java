package handgrad.host.sweep.folder;

/** The state of a trial, as its folder shows it. */
public sealed interface TrialState {
    /**
     * It ended well, and is not run again.
     *
     * @param figures what came of it
     * @param device what did the work
     */
    record Finished(Figures figures, String device) implements TrialState {}

    /**
     * It did not.
     *
     * @param reason one line
     * @param lasting whether it would fail again: the training diverged, which depends on nothing but its settings. Any
     *     other failure, such as a full disk or a lost device, is tried again by the next sweep in the folder
     */
    record Failed(String reason, boolean lasting) implements TrialState {}

    /** It was not started, or did not end. */
    record Open() implements TrialState {}

    /**
     * Whether it need not be run any more.
     *
     * @return true if it finished, or would fail again
     */
    default boolean isEnded() {
        return this instanceof Finished || this instanceof Failed failed && failed.lasting();
    }
}
