package handgrad.host.training;

import java.util.List;
import java.util.OptionalInt;

/**
 * The time and figures of one epoch, or of several short ones between two reports.
 *
 * @param epoch the last of them, 1 for the first of the training
 * @param epochs how many they are
 * @param seconds from the first step's start to the last step's end, nothing else included
 * @param running the mean over the epochs' samples, each measured before its step changed the parameters
 * @param test the test set, measured after the last of them
 * @param stepLosses the mean loss of each step, in order
 * @param stepsAtKink how many steps met the point where the hinge has no derivative; counted where a step takes one
 *     sample
 */
public record EpochResult(
        int epoch,
        int epochs,
        double seconds,
        Measure running,
        Measure test,
        List<Float> stepLosses,
        OptionalInt stepsAtKink) {}
