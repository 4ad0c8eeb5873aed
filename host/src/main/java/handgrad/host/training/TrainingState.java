package handgrad.host.training;

import handgrad.training.ParameterValues;
import java.util.List;

/**
 * The state of a training between two calls of the device: everything needed to resume with the same result. The order
 * of the samples is drawn again.
 *
 * @param reports what came of the epochs that were measured, in order
 * @param history the steps since the last of them
 * @param seconds what these steps took
 * @param streamState where the random stream stood before the order of these steps was drawn, as
 *     {@link handgrad.random.RandomStream#state} writes it
 * @param parameters the parameters after the last step
 * @param optimiser what the optimiser keeps of the steps so far
 */
public record TrainingState(
        List<EpochResult> reports,
        StepHistory history,
        double seconds,
        String streamState,
        ParameterValues parameters,
        OptimiserState optimiser) {
    /** Copies the list. */
    public TrainingState {
        reports = List.copyOf(reports);
    }

    /**
     * Before the first step.
     *
     * @param parameters the parameters to start from
     * @param streamState where the random stream stands
     * @return the state
     */
    public static TrainingState beginning(ParameterValues parameters, String streamState) {
        return new TrainingState(List.of(), StepHistory.NONE, 0, streamState, parameters, OptimiserState.BEGINNING);
    }

    /**
     * How many steps were made.
     *
     * @param stepsAnEpoch how many an epoch takes
     * @return those since the training's beginning
     */
    long steps(int stepsAnEpoch) {
        return (long) reportedEpochs() * stepsAnEpoch + history.steps();
    }

    /**
     * How many epochs were measured.
     *
     * @return those behind the last report
     */
    public int reportedEpochs() {
        return reports.isEmpty() ? 0 : reports.getLast().epoch();
    }
}
