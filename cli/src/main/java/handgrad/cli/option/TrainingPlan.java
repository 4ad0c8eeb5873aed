package handgrad.cli.option;

import handgrad.cli.console.Figures;
import handgrad.host.UsageError;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.run.checkpoint.CheckpointInterval;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.training.Outline;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.TrainingSetup;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the arguments of {@code train} ask for, with the data loaded: everything that decides a run except its seed.
 *
 * @param model what to train, and how
 * @param random which random numbers
 * @param device what does the work
 * @param choice the data that were chosen
 * @param data the data, or empty where each run makes its own
 * @param start the parameters to start from, or empty for random ones
 * @param commandLine the words that asked for it
 */
public record TrainingPlan(
        Model model,
        RandomStream.Kind random,
        ChosenDevice device,
        DataChoice choice,
        Optional<DataChoice.Loaded> data,
        Optional<RunSettings.Start> start,
        List<String> commandLine) {
    /** Where a plan's data and device come from. */
    public interface Means {
        /** Each plan its own. */
        Means OWN = new Means() {};

        /**
         * The data of a choice, or empty where each run makes its own.
         *
         * @param choice what was chosen
         * @param log hears where the data were found
         * @return the data, or empty
         */
        default Optional<DataChoice.Loaded> load(DataChoice choice, RunLog log) {
            return choice.load(log);
        }

        /**
         * Tells the device which programs it will probably run, so that it can compile them while data are loaded.
         *
         * @param device the device
         * @param model what will be trained
         */
        default void warmUp(ChosenDevice device, Model model) {
            if (Outline.isWorthwhile(model)) {
                device.warmUp(() -> Outline.programs(model));
            }
        }

        /**
         * The device for a request; without a number of threads, with as many as the processor has.
         *
         * @param request what was asked for
         * @param model what will be trained
         * @param threads how many, or empty
         * @return the device
         */
        default ChosenDevice choose(DeviceRequest request, Model model, Optional<Integer> threads) {
            return Devices.installed()
                    .choose(request, model, threads.orElseGet(Runtime.getRuntime()::availableProcessors));
        }
    }

    /**
     * Reads the arguments, all but those about the run folder and the output, and loads the data.
     *
     * @param command the command that trains, for messages
     * @param arguments what it was given
     * @param log hears of model and data
     * @return the plan
     * @throws UsageError if a value is not allowed
     * @throws handgrad.host.UserError if device, data or parameters cannot be had
     */
    public static TrainingPlan of(String command, Arguments arguments, RunLog log) {
        return of(command, arguments, log, Means.OWN);
    }

    /**
     * As {@link #of(String, Arguments, RunLog)}, with data and device from elsewhere.
     *
     * @param command the command that trains, for messages
     * @param arguments what it was given
     * @param log hears of model and data
     * @param means where data and device come from
     * @return the plan
     */
    public static TrainingPlan of(String command, Arguments arguments, RunLog log, Means means) {
        final Model asked = ModelOptions.apply(CommonOptions.model(command, arguments), arguments);
        final DataChoice choice = DataChoice.of(arguments, asked);
        final Model model = asked.withRecipe(asked.recipe().withData(choice.source()));
        final RandomStream.Kind random = random(arguments);
        final ChosenDevice device =
                means.choose(CommonOptions.device(arguments), model, CommonOptions.givenThreads(arguments));
        means.warmUp(device, model);
        final Optional<RunSettings.Start> start = arguments
                .path("init")
                .map(file -> new RunSettings.Start(
                        file,
                        Checkpoint.read(file, model.network(), NonFinitePolicy.REJECT)
                                .parameters()));
        log.note(Figures.format(
                "model   %s: %s; %s parameters",
                model.name(), model.title(), Figures.count(model.network().parameterCount())));
        return new TrainingPlan(
                model,
                random,
                device,
                choice,
                means.load(choice, log),
                start,
                Stream.concat(Stream.of(command), arguments.words().stream()).toList());
    }

    /**
     * Checks the arguments as far as possible without data and device.
     *
     * @param arguments what was given
     * @return the device that is asked for
     * @throws UsageError if a value is not allowed
     */
    public static DeviceRequest check(Arguments arguments) {
        final Model asked = ModelOptions.apply(CommonOptions.model("train", arguments), arguments);
        DataChoice.of(arguments, asked);
        CommonOptions.givenThreads(arguments);
        arguments.path("init");
        interval(arguments);
        seed(arguments);
        return CommonOptions.device(arguments);
    }

    /**
     * How often a training saves its state.
     *
     * @param arguments what was given
     * @return that of {@code --checkpoint-every}, or the usual one
     */
    public static CheckpointInterval interval(Arguments arguments) {
        return arguments.text("checkpoint-every").map(CheckpointInterval::parse).orElse(CheckpointInterval.DEFAULT);
    }

    /**
     * The seed that the arguments ask for, checked against the range of the generator.
     *
     * @param arguments what was given
     * @return that of {@code --seed}, or 0
     */
    public static long seed(Arguments arguments) {
        final long seed =
                arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
        checkSeed(random(arguments), seed);
        return seed;
    }

    /**
     * Demands that random numbers can start from a seed.
     *
     * @param kind the generator
     * @param seed the seed
     * @throws UsageError if they cannot
     */
    public static void checkSeed(RandomStream.Kind kind, long seed) {
        try {
            RandomStream.of(kind, seed);
        } catch (final IllegalArgumentException refused) {
            throw new UsageError("--seed " + seed + " --rng " + kind + ": " + refused.getMessage(), refused);
        }
    }

    private static RandomStream.Kind random(Arguments arguments) {
        final List<String> names = Arrays.stream(RandomStream.Kind.values())
                .map(RandomStream.Kind::toString)
                .toList();
        return arguments.choice("rng", names).map(RandomStream.Kind::parse).orElse(RandomStream.Kind.HANDGRAD);
    }

    /**
     * The settings of the run with a seed.
     *
     * @param seed where its random numbers start
     * @return the settings
     */
    public RunSettings settings(long seed) {
        final RandomStream stream = RandomStream.of(random, seed);
        final TrainingSetup beginning =
                TrainingSetup.of(model, stream, named -> data.orElseThrow().split());
        return new RunSettings(
                model,
                seed,
                random,
                device,
                beginning,
                stream.state(),
                data.map(DataChoice.Loaded::origin)
                        .orElseGet(() -> model.recipe().data().toString()),
                choice.limit(),
                start,
                commandLine);
    }
}
