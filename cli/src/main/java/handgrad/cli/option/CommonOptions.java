package handgrad.cli.option;

import handgrad.homework.Homework;
import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import handgrad.host.devices.DeviceRequest;
import handgrad.training.Model;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.Option;

/** Options that several commands share, and what they mean. */
public final class CommonOptions {
    /** The name of a chain of linear layers, whatever its activation. */
    private static final Pattern CHAIN = Pattern.compile("mlp-([^0-9]+?)(?:-[0-9]+)+");

    /** More than the hardware threads of any machine. */
    private static final int MOST_THREADS = 4096;

    private CommonOptions() {}

    /**
     * The options of every command.
     *
     * @return {@code --help} and {@code --debug}
     */
    public static List<Option> ofEveryCommand() {
        return List.of(
                Arguments.flag("debug", "show stack traces"),
                Option.builder("h").longOpt("help").desc("show this").get());
    }

    /**
     * The option {@code --device}, which may be given once.
     *
     * @return the option
     */
    public static Option device() {
        return Arguments.valued(
                "device",
                "D",
                "what does the work: auto (the default: the fastest usable one), or one that 'handgrad devices' lists");
    }

    /**
     * The device that is asked for.
     *
     * @param arguments what was given
     * @return that of {@code --device}, or an automatic choice
     */
    public static DeviceRequest device(Arguments arguments) {
        return DeviceRequest.parse(arguments.text("device").orElse(DeviceRequest.AUTO));
    }

    /**
     * {@code --threads}.
     *
     * @return the option
     */
    public static Option threads() {
        return Arguments.valued(
                "threads", "N", "threads on the host's processor; default: all. The result does not depend on it");
    }

    /**
     * How many threads may be used.
     *
     * @param arguments what was given
     * @return those of {@code --threads}, or as many as the processor has
     */
    public static int threads(Arguments arguments) {
        return givenThreads(arguments).orElseGet(Runtime.getRuntime()::availableProcessors);
    }

    /**
     * How many threads were asked for.
     *
     * @param arguments what was given
     * @return those of {@code --threads}, or empty
     */
    public static Optional<Integer> givenThreads(Arguments arguments) {
        return arguments.count("threads", 1, MOST_THREADS);
    }

    /**
     * {@code --json}.
     *
     * @return the option
     */
    public static Option json() {
        return Arguments.flag("json", "print the result as one JSON object");
    }

    /**
     * The model that the first operand names.
     *
     * @param command the command, for messages
     * @param arguments what was given
     * @return the model
     * @throws UsageError if there is none, or no model has this name
     */
    public static Model model(String command, Arguments arguments) {
        final List<String> operands = arguments.operands(1);
        if (operands.isEmpty()) {
            throw new UsageError("name a model: handgrad " + command + " MODEL; 'handgrad models' lists them");
        }
        return model(operands.getFirst());
    }

    /**
     * The model of a name.
     *
     * @param name such as {@code lenet5-modern}
     * @return the model
     * @throws UsageError if no model has this name
     */
    public static Model model(String name) {
        final List<String> names = Homework.models().stream().map(Model::name).toList();
        return Homework.find(name).orElseThrow(() -> unknown(name, names));
    }

    private static UsageError unknown(String name, List<String> names) {
        final Matcher chain = CHAIN.matcher(name);
        return chain.matches() && !Homework.chainActivations().contains(chain.group(1))
                ? new UsageError("there is no model '" + name + "': a chain's activation is one of "
                        + String.join(", ", Homework.chainActivations()) + ", not '" + chain.group(1) + "'"
                        + Suggestions.didYouMean(chain.group(1), Homework.chainActivations()))
                : new UsageError("there is no model '" + name + "'; choose one of "
                        + String.join(", ", names) + ", or a chain such as mlp-relu-784-64-32-10"
                        + Suggestions.didYouMean(name, names));
    }
}
