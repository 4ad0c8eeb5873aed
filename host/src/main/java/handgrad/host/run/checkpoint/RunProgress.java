package handgrad.host.run.checkpoint;

import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.TrainingState;
import handgrad.training.ParameterValues;
import java.util.List;

/**
 * How far a run is: the state its training goes on from, and the parameters that its reports need.
 *
 * @param state where the training stands
 * @param snapshots the parameters after each report, where a report of the model asks for them
 */
public record RunProgress(TrainingState state, List<ParameterValues> snapshots) {
    /** Copies the list. */
    public RunProgress {
        snapshots = List.copyOf(snapshots);
    }

    /**
     * A run before its first step.
     *
     * @param settings what decides the training
     * @return no step made
     */
    public static RunProgress beginning(RunSettings settings) {
        return new RunProgress(TrainingState.beginning(settings.initial(), settings.streamState()), List.of());
    }

    /**
     * How many epochs are complete, those since the last report among them.
     *
     * @param stepsAnEpoch how many steps an epoch has
     * @return complete epochs
     */
    public int epochs(int stepsAnEpoch) {
        return state.reportedEpochs() + state.history().steps() / stepsAnEpoch;
    }

    /**
     * How many steps of the next epoch are made.
     *
     * @param stepsAnEpoch how many steps an epoch has
     * @return less than an epoch has
     */
    public int steps(int stepsAnEpoch) {
        return state.history().steps() % stepsAnEpoch;
    }

    /**
     * Says how far the run is.
     *
     * @param stepsAnEpoch how many steps an epoch has
     * @return such as {@code after epoch 3}
     */
    public String where(int stepsAnEpoch) {
        final int epochs = epochs(stepsAnEpoch);
        final int steps = steps(stepsAnEpoch);
        if (steps > 0) {
            return "in epoch %d after step %d of %d".formatted(epochs + 1, steps, stepsAnEpoch);
        }
        return epochs == 0 ? "before the first step" : "after epoch " + epochs;
    }
}
