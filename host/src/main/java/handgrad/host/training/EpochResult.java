package handgrad.host.training;

import java.util.List;

/**
 * What one epoch cost and brought.
 *
 * @param epoch 1 for the first
 * @param seconds from the first step's start to the last step's end, nothing else included
 * @param running the mean over the epoch's samples, each measured before its step changed the parameters
 * @param test the test set, measured after the epoch
 * @param stepLosses the mean loss of each step, in order
 */
public record EpochResult(int epoch, double seconds, Measure running, Measure test, List<Float> stepLosses) {}
