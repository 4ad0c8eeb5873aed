package handgrad.host.cli;

import handgrad.host.UsageError;
import handgrad.host.cli.TextTable.Side;
import handgrad.host.json.Json;
import handgrad.host.run.RepeatReport;
import handgrad.host.run.RepeatedTraining;
import handgrad.host.run.RunFolderPlan;
import handgrad.host.run.RunReport;
import handgrad.host.run.TrainingRun;
import handgrad.training.Model;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.commons.cli.Options;

/** {@code train}: trains a model and writes a run folder. */
final class TrainCommand implements Command {
    private static final int MOST_REPEATS = 10_000;

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
                        Arguments.valued(
                                "repeat",
                                "N",
                                "train N times, with N seeds from --seed on, and show mean and standard deviation"),
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
                "handgrad train logistic-mse --repeat 20     (a table, with the runs that got stuck)",
                "handgrad train lenet5-modern --dataset generated --limit 2000 --epochs 1     (a quick try)");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final long seed = TrainingPlan.seed(arguments);
        final Optional<Integer> repeat = arguments.count("repeat", 1, MOST_REPEATS);
        final RunFolderPlan place = place(CommonOptions.model("train", arguments), seed, repeat, arguments);
        final ConsoleLog log = new ConsoleLog(console.err(), !arguments.has("quiet"), arguments.has("verbose"));
        final TrainingPlan plan = TrainingPlan.of(name(), arguments, log);
        console.out()
                .println(
                        repeat.isPresent()
                                ? repeated(plan, seed, repeat.get(), place, log, arguments.has("json"))
                                : once(plan, seed, place, log, console, arguments.has("json")));
        return ExitCode.DONE;
    }

    private static String once(
            TrainingPlan plan, long seed, RunFolderPlan place, ConsoleLog log, Console console, boolean json) {
        try (ProgressDisplay display = display(console, log)) {
            final RunReport report = new TrainingRun(plan.settings(seed), place, log).run(display);
            return json ? Json.text(report) : text(report);
        }
    }

    private static String repeated(
            TrainingPlan plan, long firstSeed, int runs, RunFolderPlan place, ConsoleLog log, boolean json) {
        final List<Long> seeds =
                LongStream.range(0, runs).map(run -> firstSeed + run).boxed().toList();
        seeds.forEach(seed -> TrainingPlan.checkSeed(plan.random(), seed));
        // What each run would say of itself would be said again and again; --verbose shows it.
        final ConsoleLog ofRuns = new ConsoleLog(log.err(), log.details(), log.details());
        final RepeatReport report = new RepeatedTraining(seeds, plan::settings, place, ofRuns)
                .run(done -> log.note(Figures.format(
                        "seed %d  test accuracy %s  training time %s",
                        done.seed(), Figures.percent(done.testAccuracy()), Figures.seconds(done.trainSeconds()))));
        return json ? Json.text(report) : RepeatText.of(report);
    }

    private static RunFolderPlan place(Model model, long seed, Optional<Integer> repeat, Arguments arguments) {
        if (arguments.has("overwrite") && !arguments.has("output")) {
            throw new UsageError("--overwrite needs --output DIR: which folder may be overwritten?");
        }
        return arguments
                .path("output")
                .map(path -> RunFolderPlan.named(path, arguments.has("overwrite")))
                .orElseGet(() -> RunFolderPlan.automatic(
                        model.name(), repeat.map(runs -> "repeat" + runs).orElse("seed" + seed), LocalDateTime.now()));
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
        report.findings().forEach(finding -> table.row("", finding));
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
