package handgrad.cli;

import handgrad.host.UsageError;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.run.Checkpoint;
import handgrad.host.run.RunLog;
import handgrad.host.run.RunSettings;
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
 * What the arguments of {@code train} ask for, with its data loaded: all that decides a run but its seed.
 *
 * @param model what to train, and how
 * @param random which random numbers
 * @param device what does the work
 * @param choice the data that were chosen
 * @param data the data, or empty where each run makes its own
 * @param start the parameters to start from, or empty for random ones
 * @param commandLine the words that asked for it
 */
record TrainingPlan(
        Model model,
        RandomStream.Kind random,
        ChosenDevice device,
        DataChoice choice,
        Optional<DataChoice.Loaded> data,
        Optional<RunSettings.Start> start,
        List<String> commandLine) {
    /** Where a plan's data and device come from. */
    interface Means {
        /** Each plan its own. */
        Means OWN = new Means() {};

        /** The data of a choice, or empty where each run makes its own. */
        default Optional<DataChoice.Loaded> load(DataChoice choice, RunLog log) {
            return choice.load(log);
        }

        /** Says to the device what it will probably have to do when the data are there. */
        default void anticipate(ChosenDevice device, Model model) {
            if (Outline.isWorthwhile(model)) {
                device.anticipate(() -> Outline.programs(model));
            }
        }

        /** The device for a request; without a number of threads, with as many as the processor has. */
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
     * @throws UsageError if a value is not allowed
     * @throws handgrad.host.UserError if device, data or parameters cannot be had
     */
    static TrainingPlan of(String command, Arguments arguments, RunLog log) {
        return of(command, arguments, log, Means.OWN);
    }

    /** As {@link #of(String, Arguments, RunLog)}, with data and device from elsewhere. */
    static TrainingPlan of(String command, Arguments arguments, RunLog log, Means means) {
        final Model asked = ModelOptions.apply(CommonOptions.model(command, arguments), arguments);
        final DataChoice choice = DataChoice.of(arguments, asked);
        final Model model = asked.withRecipe(asked.recipe().withData(choice.source()));
        final RandomStream.Kind random = random(arguments);
        final ChosenDevice device =
                means.choose(CommonOptions.device(arguments), model, CommonOptions.givenThreads(arguments));
        means.anticipate(device, model);
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
     * Demands, as far as that can be known without data and device, that a plan can be made of the arguments.
     *
     * @return the device that is asked for
     * @throws UsageError if a value is not allowed
     */
    static DeviceRequest check(Arguments arguments) {
        final Model asked = ModelOptions.apply(CommonOptions.model("train", arguments), arguments);
        DataChoice.of(arguments, asked);
        CommonOptions.givenThreads(arguments);
        arguments.path("init");
        TrainCommand.interval(arguments);
        seed(arguments);
        return CommonOptions.device(arguments);
    }

    /** The seed that the arguments ask for, which their random numbers can start from. */
    static long seed(Arguments arguments) {
        final long seed =
                arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
        checkSeed(random(arguments), seed);
        return seed;
    }

    /**
     * Demands that random numbers can start from a seed.
     *
     * @throws UsageError if they cannot
     */
    static void checkSeed(RandomStream.Kind kind, long seed) {
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

    /** The settings of the run with a seed. */
    RunSettings settings(long seed) {
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
