package handgrad.host.training;

import handgrad.training.ParameterValues;

/** Receives the progress of a training. Its time is not counted. */
public interface TrainingListener {
    /**
     * The first step is about to be made.
     *
     * @param epochs how many epochs there will be
     * @param samplesPerEpoch how many samples each takes
     */
    default void started(int epochs, int samplesPerEpoch) {}

    /**
     * Some steps of an epoch are done; called a few times a second.
     *
     * @param progress how far it is
     */
    default void progressed(Progress progress) {}

    /**
     * An epoch is done, and its losses are finite.
     *
     * @param epoch what it cost and brought
     * @param parameters the parameters after it
     */
    default void finishedEpoch(EpochResult epoch, ParameterValues parameters) {}

    /**
     * How far an epoch is.
     *
     * @param epoch 1 for the first
     * @param samples how many samples of the epoch are done
     * @param running the mean over them, each measured before its step changed the parameters
     * @param samplesPerSecond the speed since the epoch began
     */
    record Progress(int epoch, int samples, Measure running, double samplesPerSecond) {}
}
