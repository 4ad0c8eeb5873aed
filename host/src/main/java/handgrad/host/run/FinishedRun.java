package handgrad.host.run;

import handgrad.dataset.Split;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.training.EpochResult;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import java.util.List;

/**
 * A training that ended well, as reports see it.
 *
 * @param model what was trained, and how
 * @param split the data
 * @param random which random numbers were drawn
 * @param seed where they started
 * @param streamState where the random stream stood before the first order of the samples was drawn
 * @param device what did the work
 * @param initial the parameters before the first step
 * @param epochs what each epoch brought, or each group of epochs between two measurements
 * @param snapshots the parameters after each of these, or none where no report of the model asks for them
 * @param parameters the parameters after the last step
 * @param testOutputs the network's outputs for the test set with these, [samples × width], row-major
 */
public record FinishedRun(
        Model model,
        Split split,
        RandomStream.Kind random,
        long seed,
        String streamState,
        ChosenDevice device,
        ParameterValues initial,
        List<EpochResult> epochs,
        List<ParameterValues> snapshots,
        ParameterValues parameters,
        float[] testOutputs) {
    /** Copies the lists. */
    public FinishedRun {
        epochs = List.copyOf(epochs);
        snapshots = List.copyOf(snapshots);
    }

    /**
     * The heading of its pictures.
     *
     * @return model, data and seed
     */
    public String title() {
        return "%s on %s, seed %d".formatted(model.name(), split.name(), seed);
    }

    /**
     * The mean loss of each step of the whole training.
     *
     * @return as many as there were steps
     */
    public double[] stepLosses() {
        return epochs.stream()
                .flatMap(epoch -> epoch.stepLosses().stream())
                .mapToDouble(Float::doubleValue)
                .toArray();
    }
}
