package handgrad.host.training;

import handgrad.training.ParameterValues;
import java.util.List;

/**
 * What a training ended with.
 *
 * @param epochs each epoch, in order
 * @param trainSeconds the sum of the epochs' seconds: all steps, the first ones' warm-up included, measurements in
 *     between not
 * @param testSeconds how long the last measurement of the test set took
 * @param train the whole training set, measured after the last step
 * @param test the whole test set, measured after the last step
 * @param parameters the parameters after the last step
 */
public record TrainingResult(
        List<EpochResult> epochs,
        double trainSeconds,
        double testSeconds,
        Measure train,
        Measure test,
        ParameterValues parameters) {}
