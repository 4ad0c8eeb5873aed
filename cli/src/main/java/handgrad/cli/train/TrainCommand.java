package handgrad.cli.train;

import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Interrupts;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.option.DataOptionsOfCommands;
import handgrad.cli.option.ModelOptions;
import handgrad.cli.option.TrainingPlan;
import handgrad.host.UsageError;
import handgrad.host.report.FileReporter;
import handgrad.host.run.RunControl;
import handgrad.host.run.RunInterruptedException;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.training.Model;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.commons.cli.Options;

/** {@code train}: trains a model and writes a run folder. */
public final class TrainCommand implements Command {
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
        return "MODEL | --resume DIR";
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
                        Arguments.valued(
                                "resume",
                                "DIR",
                                "go on with the run in this folder, by its own settings, to the same result as"
                                        + " without the interruption; only --epochs (more), --device, --threads,"
                                        + " --data and --checkpoint-every may be given anew"),
                        Arguments.valued(
                                "checkpoint-every",
                                "T",
                                "keep what --resume needs after every 100steps, 1epoch or 30s, for example; default"
                                        + " 10s"),
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
                "handgrad train --resume runs/slow     (after Ctrl-C, a crash or a power cut)",
                "handgrad train logistic-mse --repeat 20     (a table, with the runs that got stuck)",
                "handgrad train lenet5-modern --dataset generated --limit 2000 --epochs 1     (a quick try)");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final ConsoleLog log = new ConsoleLog(console.err(), !arguments.has("quiet"), arguments.has("verbose"));
        final Optional<Path> resumed = arguments.path("resume");
        final Arguments all = resumed.map(folder -> ResumedWords.of(arguments, folder, options()))
                .orElse(arguments);
        try (Interrupts interrupts = Interrupts.listen()) {
            final RunControl control =
                    new RunControl(TrainingPlan.interval(all), interrupts::isRequested, new FileReporter());
            final Training training = new Training(control, log, console, arguments.has("json"));
            try {
                console.out()
                        .println(
                                resumed.isPresent()
                                        ? goneOn(arguments, all, resumed.get(), training)
                                        : begun(all, training));
                return ExitCode.DONE;
            } catch (final RunInterruptedException interrupted) {
                return training.interrupted(interrupted, interrupts.kind());
            }
        }
    }

    private static String begun(Arguments arguments, Training training) {
        final long seed = TrainingPlan.seed(arguments);
        final Optional<Integer> repeat = repeat(arguments);
        final RunFolderPlan place = place(CommonOptions.model("train", arguments), seed, repeat, arguments);
        final TrainingPlan plan = TrainingPlan.of("train", arguments, training.log());
        return repeat.isPresent()
                ? training.startAll(plan, seeds(plan, seed, repeat.get()), place)
                : training.start(plan, seed, place);
    }

    private static String goneOn(Arguments now, Arguments all, Path folder, Training training) {
        final Optional<String> done = training.finished(folder, now.count("epochs", 1, Integer.MAX_VALUE));
        if (done.isPresent()) {
            return done.get();
        }
        final long seed = TrainingPlan.seed(all);
        final Optional<Integer> repeat = repeat(all);
        final TrainingPlan plan = TrainingPlan.of("train", all, training.log());
        return repeat.isPresent()
                ? training.resumeAll(plan, seeds(plan, seed, repeat.get()), folder, now.has("device"))
                : training.resume(plan, seed, folder, now.has("device"));
    }

    private static Optional<Integer> repeat(Arguments arguments) {
        return arguments.count("repeat", 1, MOST_REPEATS);
    }

    private static List<Long> seeds(TrainingPlan plan, long first, int runs) {
        final List<Long> seeds =
                LongStream.range(0, runs).map(run -> first + run).boxed().toList();
        seeds.forEach(seed -> TrainingPlan.checkSeed(plan.random(), seed));
        return seeds;
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
}
