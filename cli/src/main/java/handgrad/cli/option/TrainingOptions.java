package handgrad.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/** The options that choose model, device and data, for the commands that time a training in another process. */
public final class TrainingOptions {
    private TrainingOptions() {}

    /**
     * The options, in the order in which the help shows them.
     *
     * @return the options
     */
    public static List<Option> all() {
        final List<Option> all = new ArrayList<>(ModelOptions.all());
        all.addAll(List.of(
                Arguments.valued("seed", "N", "where the random numbers start; default 0"),
                Arguments.valued("rng", "R", "which random numbers: handgrad (default), torch or numpy"),
                Arguments.valued("init", "FILE", "start from the parameters of this checkpoint (.safetensors)"),
                DataOptionsOfCommands.dataset(),
                DataOptionsOfCommands.data(),
                DataOptionsOfCommands.mirror(),
                DataOptionsOfCommands.limit(),
                CommonOptions.threads()));
        return List.copyOf(all);
    }

    /**
     * Those that were given, as words of a command line.
     *
     * @param arguments what was given
     * @return names and values
     */
    public static List<String> words(Arguments arguments) {
        final List<String> words = new ArrayList<>();
        for (final Option option : all()) {
            for (final String value : arguments.texts(option.getLongOpt())) {
                words.add("--" + option.getLongOpt());
                words.add(value);
            }
        }
        return List.copyOf(words);
    }
}
