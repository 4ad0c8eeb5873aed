package handgrad.host.run.settings;

import handgrad.dataset.Split;
import handgrad.host.devices.ChosenDevice;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import handgrad.training.Report.CurveFit;
import handgrad.training.TrainingSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that decides a training.
 *
 * @param model what to train, and how
 * @param seed where the random stream starts
 * @param random which generator it is
 * @param device what does the work
 * @param beginning the data and the first parameters
 * @param streamState where the random stream stands after these were drawn, as {@link RandomStream#state} writes it
 * @param origin where the data came from, for a person
 * @param limit how many training samples were asked for, or empty for all
 * @param start the file with the parameters to start from in place of the beginning's, or empty
 * @param commandLine the words that asked for it
 */
public record RunSettings(
        Model model,
        long seed,
        RandomStream.Kind random,
        ChosenDevice device,
        TrainingSetup beginning,
        String streamState,
        String origin,
        Optional<Integer> limit,
        Optional<Start> start,
        List<String> commandLine) {
    /** Copies the command line. */
    public RunSettings {
        commandLine = List.copyOf(commandLine);
    }

    /**
     * The data.
     *
     * @return both parts
     */
    public Split split() {
        return beginning.split();
    }

    /**
     * The parameters before the first step.
     *
     * @return those of the file, or those that were drawn
     */
    public ParameterValues initial() {
        return start.map(Start::parameters).orElseGet(beginning::parameters);
    }

    /**
     * How many samples a step takes.
     *
     * @return the recipe's batch, where there are so many samples
     */
    public int batch() {
        return Math.min(model.recipe().batch(), samplesAnEpoch());
    }

    /**
     * How many steps an epoch takes.
     *
     * @return full batches, and a last one of what is left
     */
    public int stepsAnEpoch() {
        return Math.ceilDiv(samplesAnEpoch(), batch());
    }

    /**
     * Whether the parameters after each epoch are kept for a report of the model.
     *
     * @return true if a report draws the network as it learnt
     */
    public boolean keepsSnapshots() {
        return model.reports().stream().anyMatch(report -> report instanceof CurveFit fit && fit.everyReport());
    }

    private int samplesAnEpoch() {
        return model.recipe().sampling().samplesPerEpoch(split().train().count());
    }

    /**
     * Parameters made elsewhere.
     *
     * @param file where they were read
     * @param parameters the numbers
     */
    public record Start(Path file, ParameterValues parameters) {}
}
