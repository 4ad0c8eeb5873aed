package handgrad.host.cli;

import handgrad.host.UsageError;
import handgrad.host.cli.TextTable.Side;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.Devices;
import handgrad.host.json.Json;
import handgrad.host.run.Checkpoint;
import handgrad.host.run.RunFolderPlan;
import handgrad.host.run.RunReport;
import handgrad.host.run.RunSettings;
import handgrad.host.run.TrainingRun;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.random.RandomStream;
import handgrad.training.Beginning;
import handgrad.training.Model;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code train}: trains a model and writes a run folder. */
final class TrainCommand implements Command {
    @Override
    public String name() {
        return "train";
    }

    @Override
    public String summary() {
        return "trains a model and writes its run folder: settings, metrics, checkpoint, pictures";
    }

    @Override
    public String operands() {
        return "MODEL";
    }

    @Override
    public Options options() {
        final Options options = Arguments.options(CommonOptions.device(), CommonOptions.threads());
        ModelOptions.all().forEach(options::addOption);
        List.of(
                        Arguments.valued(
                                "seed", "N", "where the random numbers start; default 0. One seed, one result"),
                        Arguments.valued(
                                "rng",
                                "R",
                                "which random numbers: handgrad (default), torch or numpy, as these draw them"),
                        Arguments.valued("init", "FILE", "start from the parameters of this checkpoint (.safetensors)"),
                        DataOptionsOfCommands.dataset(),
                        DataOptionsOfCommands.data(),
                        DataOptionsOfCommands.mirror(),
                        DataOptionsOfCommands.limit(),
                        Arguments.valued("output", "DIR", "the run folder; default: runs/MODEL-seedN-TIME"),
                        Arguments.flag("overwrite", "replace an earlier run's files in the folder of --output"),
                        CommonOptions.json(),
                        Arguments.flag("quiet", "no progress and no notes"),
                        Arguments.flag("verbose", "more notes, a line an epoch"))
                .forEach(options::addOption);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad train lenet5-modern",
                "handgrad train lenet5-original --device cpu --threads 4 --seed 1 --json",
                "handgrad train softmax-linear --epochs 2 --learning-rate 0.005 --output runs/slow",
                "handgrad train two-layer --rng numpy --seed 0     (the published figures, to every digit)",
                "handgrad train lenet5-modern --dataset generated --limit 2000 --epochs 1     (a quick try)");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final Model asked = ModelOptions.apply(CommonOptions.model("train", arguments), arguments);
        final DataChoice choice = DataChoice.of(arguments, asked);
        final Model model = asked.withRecipe(asked.recipe().withData(choice.source()));
        final long seed =
                arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
        final RandomStream stream = stream(arguments, seed);
        final RunFolderPlan place = place(model, seed, arguments);
        final ConsoleLog log = new ConsoleLog(console.err(), !arguments.has("quiet"), arguments.has("verbose"));
        final ChosenDevice device =
                Devices.installed().choose(CommonOptions.device(arguments), model, CommonOptions.threads(arguments));
        final Optional<RunSettings.Start> start = arguments
                .path("init")
                .map(file -> new RunSettings.Start(
                        file,
                        Checkpoint.read(file, model.network(), NonFinitePolicy.REJECT)
                                .parameters()));
        log.note(Figures.format(
                "model   %s: %s; %s parameters",
                model.name(), model.title(), Figures.count(model.network().parameterCount())));
        final Optional<DataChoice.Loaded> data = choice.load(log);
        final Beginning beginning =
                Beginning.of(model, stream, named -> data.orElseThrow().split());
        final RunSettings settings = new RunSettings(
                model,
                seed,
                stream.kind(),
                device,
                beginning,
                stream.state(),
                data.map(DataChoice.Loaded::origin)
                        .orElseGet(() -> model.recipe().data().toString()),
                choice.limit(),
                start,
                Stream.concat(Stream.of("train"), arguments.words().stream()).toList());
        final RunReport report;
        try (ProgressDisplay display = display(console, log)) {
            report = new TrainingRun(settings, place, log).run(display);
        }
        console.out().println(arguments.has("json") ? Json.text(report) : text(report));
        return ExitCode.DONE;
    }

    private static RandomStream stream(Arguments arguments, long seed) {
        final List<String> names = Arrays.stream(RandomStream.Kind.values())
                .map(RandomStream.Kind::toString)
                .toList();
        final RandomStream.Kind kind =
                arguments.choice("rng", names).map(RandomStream.Kind::parse).orElse(RandomStream.Kind.HANDGRAD);
        try {
            return RandomStream.of(kind, seed);
        } catch (final IllegalArgumentException refused) {
            throw new UsageError("--seed " + seed + " --rng " + kind + ": " + refused.getMessage(), refused);
        }
    }

    private static RunFolderPlan place(Model model, long seed, Arguments arguments) {
        if (arguments.has("overwrite") && !arguments.has("output")) {
            throw new UsageError("--overwrite needs --output DIR: which folder may be overwritten?");
        }
        return arguments
                .path("output")
                .map(path -> RunFolderPlan.named(path, arguments.has("overwrite")))
                .orElseGet(() -> RunFolderPlan.automatic(model.name(), seed, LocalDateTime.now()));
    }

    private static ProgressDisplay display(Console console, ConsoleLog log) {
        if (!log.notes()) {
            return ProgressDisplay.none();
        }
        return console.terminal() && !log.details()
                ? new ProgressBarDisplay(console.err())
                : new ProgressLines(console.err());
    }

    private static String text(RunReport report) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT)
                .row("device", report.device() + " (" + report.deviceName() + ")")
                .row("data", Figures.dataset(report.dataset(), report.trainSamples(), report.testSamples()))
                .row("test accuracy", Figures.percent(report.testAccuracy()))
                .row("test loss", Figures.loss(report.testLoss()))
                .row("training accuracy", Figures.percent(report.trainAccuracy()))
                .row("training loss", Figures.loss(report.trainLoss()))
                .row("training time", Figures.seconds(report.trainSeconds()) + " for " + epochs(report.epochs()))
                .row("test time", Figures.seconds(report.testSeconds()));
        Optional.ofNullable(report.stepsAtKink())
                .ifPresent(count -> table.row("steps at y·z = 1", Figures.count(count)));
        table.row("run folder", report.runFolder().toString()).row("", String.join(", ", report.files()));
        return "%s, %s parameters, batch %d, learning rate %s, seed %d\n%s"
                .formatted(
                        report.model(),
                        Figures.count(report.parameters()),
                        report.batch(),
                        report.learningRate(),
                        report.seed(),
                        table.text());
    }

    private static String epochs(int count) {
        return count == 1 ? "1 epoch" : Figures.count(count) + " epochs";
    }
}
