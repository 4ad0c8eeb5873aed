package handgrad.host.run;

import handgrad.dataset.Split;
import handgrad.host.devices.ChosenDevice;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that decides a training.
 *
 * @param model what to train, and how
 * @param seed where the random stream starts
 * @param random which generator it is
 * @param device what does the work
 * @param split the data
 * @param origin where the data came from, for a person
 * @param limit how many training samples were asked for, or empty for all
 * @param start the file with the parameters to start from, or empty for random ones
 * @param commandLine the words that asked for it
 */
public record RunSettings(
        Model model,
        long seed,
        RandomStream.Kind random,
        ChosenDevice device,
        Split split,
        String origin,
        Optional<Integer> limit,
        Optional<Start> start,
        List<String> commandLine) {
    /** Copies the command line. */
    public RunSettings {
        commandLine = List.copyOf(commandLine);
    }

    /**
     * Parameters made elsewhere.
     *
     * @param file where they were read
     * @param parameters the numbers
     */
    public record Start(Path file, ParameterValues parameters) {}
}
