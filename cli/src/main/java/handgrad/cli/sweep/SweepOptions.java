package handgrad.cli.sweep;

import handgrad.backend.DeviceException;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.option.TrainingPlan;
import handgrad.cli.train.TrainCommand;
import handgrad.host.UsageError;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.grid.Dimension;
import handgrad.host.sweep.grid.GridText;
import handgrad.host.sweep.grid.SweptOption;
import handgrad.host.sweep.grid.SweptOption.Kind;
import handgrad.host.sweep.grid.Trial;
import handgrad.host.sweep.grid.Trials;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.training.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What the options of {@code sweep} ask for: which options of {@code train} vary, and which are the same for all. */
final class SweepOptions {
    private static final int MOST_SEEDS = 10_000;
    private static final int MOST_DRAWS = 100_000;

    /** Two names of one option; folders and tables use the short one. */
    private static final String LEARNING_RATE = "learning-rate";

    private static final String SHORT_LEARNING_RATE = "lr";

    /** The results do not depend on it, so it is not part of the definition unless it is swept. */
    private static final String THREADS = "threads";

    /** The options of {@code train} that a trial cannot have, and why. */
    private static final Map<String, String> FORBIDDEN = Map.of(
            "output", "each trial has a folder of its own",
            "overwrite", "each trial has a folder of its own",
            "resume", "a sweep that was interrupted goes on when its command is given again",
            "repeat", "--seeds N repeats each setting with N seeds",
            "json", "it changes nothing of a training",
            "quiet", "it changes nothing of a training",
            "verbose", "it changes nothing of a training");

    private SweepOptions() {}

    /** The options of {@code train} that a trial can be given. */
    static List<Option> ofTraining() {
        return training().getOptions().stream()
                .filter(option -> !FORBIDDEN.containsKey(option.getLongOpt()))
                .toList();
    }

    /** All options of {@code train}. */
    static Options training() {
        return new TrainCommand().options();
    }

    /**
     * Reads the definition of a sweep, and checks every trial as far as can be done without data.
     *
     * @throws UsageError if an option is not allowed
     */
    static SweepDefinition definition(Arguments arguments) {
        final Model model = CommonOptions.model("sweep", arguments);
        final GridText reader = new GridText(swept(), FORBIDDEN);
        final List<Dimension> all =
                arguments.texts("grid").stream().map(reader::parse).toList();
        check(all, arguments);
        final List<Dimension> dimensions = all.stream()
                .filter(dimension -> !dimension.option().name().equals(Trial.SEED))
                .map(SweepOptions::absolute)
                .toList();
        final List<String> seeds = seeds(all, arguments);
        final Optional<Integer> draws = arguments.count("random", 1, MOST_DRAWS);
        if (arguments.has("random-seed") && draws.isEmpty()) {
            throw new UsageError("--random-seed is for --random N; give both, or neither");
        }
        final List<Trial> trials = draws.isPresent()
                ? Trials.random(
                        dimensions,
                        draws.get(),
                        arguments
                                .integer("random-seed", Long.MIN_VALUE, Long.MAX_VALUE)
                                .orElse(0L),
                        seeds)
                : Trials.grid(dimensions, seeds);
        final SweepDefinition definition = SweepDefinition.of(
                model.name(),
                fixed(arguments),
                draws.isEmpty(),
                bestBy(arguments).orElseGet(() -> usual(model)),
                trials);
        checkEach(definition);
        return definition;
    }

    /** What {@code --best-by} asks for. */
    static Optional<Figure> bestBy(Arguments arguments) {
        return arguments.choice("best-by", Figure.names()).map(Figure::parse);
    }

    private static List<SweptOption> swept() {
        return ofTraining().stream()
                .filter(option -> !option.getLongOpt().equals(LEARNING_RATE))
                .map(option -> new SweptOption(option.getLongOpt(), kind(option)))
                .toList();
    }

    /** The kind of an option's values follows from their name in the help. */
    private static Kind kind(Option option) {
        if (!option.hasArg()) {
            return Kind.WORD;
        }
        return switch (option.getArgName()) {
            case "N" -> Kind.WHOLE;
            case "X", "P" -> Kind.REAL;
            case "DIR", "FILE" -> Kind.PATH;
            default -> Kind.WORD;
        };
    }

    private static void check(List<Dimension> dimensions, Arguments arguments) {
        if (dimensions.isEmpty() && !arguments.has("seeds")) {
            throw new UsageError("say what to sweep: --grid lr=0.1,0.5,1 (and more of these), or --seeds 5");
        }
        if (dimensions.isEmpty() && arguments.has("random")) {
            throw new UsageError("--random draws from ranges or lists: name them, as in --grid lr=1e-4..1 log");
        }
        final Set<String> seen = new HashSet<>();
        for (final Dimension dimension : dimensions) {
            final String name = dimension.option().name();
            if (!seen.add(name)) {
                throw new UsageError("--grid " + name + " is given twice; give all its values at once");
            }
            final boolean fixed =
                    arguments.has(name) || name.equals(SHORT_LEARNING_RATE) && arguments.has(LEARNING_RATE);
            if (fixed && !name.equals(THREADS)) {
                throw new UsageError("--" + name + " is both fixed and swept by --grid; give one of them");
            }
            if (name.equals(Trial.SEED) && (arguments.has("seeds") || arguments.has("random"))) {
                throw new UsageError("--grid seed=… goes with neither --seeds nor --random; give one of them");
            }
        }
    }

    /** A process on another machine starts in another folder. */
    private static Dimension absolute(Dimension dimension) {
        return dimension.option().kind() == Kind.PATH && dimension.values() instanceof Dimension.Listed listed
                ? new Dimension(
                        dimension.option(),
                        new Dimension.Listed(listed.texts().stream()
                                .map(SweepOptions::absolute)
                                .toList()))
                : dimension;
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    private static List<String> seeds(List<Dimension> dimensions, Arguments arguments) {
        final Optional<Dimension> seeds = dimensions.stream()
                .filter(dimension -> dimension.option().name().equals(Trial.SEED))
                .findFirst();
        if (seeds.isPresent()) {
            return seeds.get().points();
        }
        final long first = arguments
                .integer(Trial.SEED, Long.MIN_VALUE, Long.MAX_VALUE - MOST_SEEDS)
                .orElse(0L);
        final int count = arguments.count("seeds", 1, MOST_SEEDS).orElse(1);
        return LongStream.range(first, first + count).mapToObj(Long::toString).toList();
    }

    /** The options of {@code train} that are the same for all trials. */
    private static List<String> fixed(Arguments arguments) {
        final List<String> words = new ArrayList<>();
        for (final Option option : ofTraining()) {
            final String name = option.getLongOpt();
            if (name.equals(Trial.SEED) || name.equals(THREADS) || !arguments.has(name)) {
                continue;
            }
            if (!option.hasArg()) {
                words.add("--" + name);
            }
            for (final String value : arguments.texts(name)) {
                words.addAll(Trial.words(name, kind(option) == Kind.PATH ? absolute(value) : value));
            }
        }
        return words;
    }

    private static Figure usual(Model model) {
        return switch (model.objective().loss()) {
            case SoftmaxCrossEntropy softmax -> Figure.TEST_ACCURACY;
            case ScoreLoss score ->
                score.givesProbabilities() || model.objective().hasKink() ? Figure.TEST_ACCURACY : Figure.TEST_LOSS;
        };
    }

    private static void checkEach(SweepDefinition definition) {
        final Options options = training();
        final Set<DeviceRequest> devices = new LinkedHashSet<>();
        for (final Trial trial : definition.trials()) {
            devices.add(TrainingPlan.check(Arguments.parse("train", options, definition.trainWords(trial))));
        }
        devices.stream().filter(device -> !device.isAutomatic()).forEach(SweepOptions::check);
    }

    /** Checks that the backend exists. Whether it is usable depends on the machine that runs the trial. */
    private static void check(DeviceRequest device) {
        try {
            Devices.installed().choose(device, 1);
        } catch (final DeviceException unusableHere) {
            return;
        }
    }
}
