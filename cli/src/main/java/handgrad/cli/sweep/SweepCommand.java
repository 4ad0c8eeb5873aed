package handgrad.cli.sweep;

import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.Interrupts;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.json.Json;
import handgrad.host.sweep.EmittedScripts;
import handgrad.host.sweep.IsolatedTrials;
import handgrad.host.sweep.LauncherCommand;
import handgrad.host.sweep.LockedTrials;
import handgrad.host.sweep.SweepInterruptedException;
import handgrad.host.sweep.SweepRun;
import handgrad.host.sweep.TrialWork;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.grid.GridText;
import handgrad.host.sweep.grid.Trial;
import handgrad.host.sweep.outcome.SweepFiles;
import handgrad.host.sweep.outcome.SweepOutcome;
import handgrad.host.sweep.outcome.SweepReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code sweep}: trains a model with many settings, and says which is best. */
public final class SweepCommand implements Command {
    private static final int MOST_JOBS = 1024;

    private static final Option OUTPUT = Option.builder("o")
            .longOpt("output")
            .hasArg()
            .argName("DIR")
            .desc("the sweep's folder; give the same command again to go on where it was interrupted")
            .get();

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String summary() {
        return "trains a model with many settings and seeds: a table, best first, and the best checkpoint";
    }

    @Override
    public String operands() {
        return "MODEL";
    }

    @Override
    public Options options() {
        final Options options = Arguments.options(
                Arguments.repeated(
                        "grid",
                        "OPTION=VALUES",
                        "vary an option of train: lr=0.1,0.5,1 or lr=1e-4..1 log 9 (or lin); repeat it for more"
                                + " options"),
                Arguments.valued("seeds", "N", "train each setting with N seeds, from --seed on; default 1"),
                Arguments.valued("random", "N", "N random settings from the ranges and lists, in place of all"),
                Arguments.valued("random-seed", "N", "where the random settings start; default 0"),
                OUTPUT,
                Arguments.valued("jobs", "N", "N trials at once, which share the threads; default 1"),
                Arguments.flag("isolate", "each trial in a process of its own, so that none can take others down"),
                Arguments.valued(
                        "best-by",
                        "FIGURE",
                        "test-accuracy (the default for classifiers), test-loss (for regressions), train-accuracy,"
                                + " train-loss or train-seconds"),
                Arguments.valued("emit", "SCHEDULER", "slurm or parallel: do not train, write a file for a scheduler"),
                Arguments.valued("trial", "N", "run only trial N of the sweep in --output, counted from 0"),
                Arguments.valued("collect", "DIR", "make the tables of the sweep in DIR from what is finished"),
                CommonOptions.json(),
                Arguments.flag("quiet", "no progress and no notes"));
        SweepOptions.ofTraining().forEach(options::addOption);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad sweep logistic-l2 --grid lr=0.1,0.5,1 --grid lambda=0.01,0.1,0.5,1 -o runs/l2",
                "handgrad sweep softmax-linear --grid lr=1e-4..1 log 9 --seeds 5 --jobs 4 --epochs 2 -o runs/rates",
                "handgrad sweep mlp-wide --grid batch=1..1024 log2 11 --limit 1000 -o runs/batches",
                "handgrad sweep lenet5-modern --random 20 --grid lr=1e-3..1 log --grid batch=16,32,64 -o runs/random",
                "handgrad sweep logistic-kl --seeds 20 --emit slurm -o runs/cluster     (then: sbatch FILE)",
                "handgrad sweep --collect runs/cluster");
    }

    @Override
    public List<String> words(List<String> typed) {
        return GridText.joined(typed);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final ConsoleLog log = new ConsoleLog(console.err(), !arguments.has("quiet"), false);
        if (arguments.has("collect")) {
            only("collect", Set.of("best-by", "json", "quiet"), arguments);
            return collect(arguments, console, log);
        }
        final Path output =
                arguments.path("output").orElseThrow(() -> new UsageError("name the sweep's folder: --output DIR"));
        final SweepFolder folder = new SweepFolder(output);
        if (arguments.has("trial")) {
            only("trial", Set.of("output", "threads", "device", "quiet"), arguments);
            return trial(folder, arguments, console, log);
        }
        final Optional<String> scheduler = arguments.choice("emit", List.of("slurm", "parallel"));
        final int jobs = arguments.count("jobs", 1, MOST_JOBS).orElse(1);
        final SweepDefinition definition = SweepOptions.definition(arguments);
        folder.define(definition);
        return scheduler.isPresent()
                ? emit(scheduler.get(), folder, definition, arguments, console, log)
                : sweep(folder, definition, jobs, arguments, console, log);
    }

    private static int sweep(
            SweepFolder folder,
            SweepDefinition definition,
            int jobs,
            Arguments arguments,
            Console console,
            ConsoleLog log) {
        final int threads = Math.max(1, CommonOptions.threads(arguments) / jobs);
        try (Interrupts interrupts = Interrupts.listen();
                TrialTrainings trainings =
                        new TrialTrainings(definition, threads, jobs, interrupts::isRequested, warnings(log))) {
            final TrialWork work = arguments.has("isolate")
                    ? new IsolatedTrials(
                            folder, definition, LauncherCommand.thisJava(), threads, interrupts::isRequested)
                    : new LockedTrials(folder, definition, trainings);
            final SweepProgress progress = new SweepProgress(definition, log);
            try {
                new SweepRun(folder, definition, work, jobs, interrupts::isRequested, progress).run();
            } catch (final SweepInterruptedException interrupted) {
                console.err()
                        .println(Figures.format(
                                "handgrad: interrupted with %s of %s trials finished; give the same command again to"
                                        + " go on",
                                Figures.count(
                                        SweepOutcome.of(folder, definition).finished()),
                                Figures.count(definition.trials().size())));
                return exitCode(interrupts);
            }
        }
        return report(folder, definition, arguments.has("json"), console, log);
    }

    private static int exitCode(Interrupts interrupts) {
        return Optional.ofNullable(interrupts.kind())
                .map(Interrupts.Kind::exitCode)
                .orElse(ExitCode.FAILED);
    }

    private static int trial(SweepFolder folder, Arguments arguments, Console console, ConsoleLog log) {
        final SweepDefinition definition = folder.definition();
        final int last = definition.trials().size() - 1;
        final int number = arguments.count("trial", 0, last).orElseThrow();
        final Trial trial = definition.trials().get(number);
        final List<String> words = definition.trainWords(trial);
        checkDevice(arguments, Arguments.parse("train", SweepOptions.training(), words));
        final TrialState earlier = folder.state(trial);
        if (earlier.isEnded()) {
            return tell(trial, earlier, log);
        }
        try (Interrupts interrupts = Interrupts.listen();
                TrialTrainings trainings = new TrialTrainings(
                        definition, CommonOptions.threads(arguments), 1, interrupts::isRequested, warnings(log))) {
            try {
                final TrialState state = new LockedTrials(folder, definition, trainings)
                        .run(trial)
                        .orElseThrow(() -> new UserError("another process runs the trial " + trial.name()));
                return tell(trial, state, log);
            } catch (final SweepInterruptedException interrupted) {
                console.err()
                        .println("handgrad: interrupted; give the same command again to go on with " + trial.name());
                return exitCode(interrupts);
            }
        }
    }

    /** A trial's command line repeats {@code --device} for the launcher script; it must equal the sweep's. */
    private static void checkDevice(Arguments arguments, Arguments ofTrial) {
        arguments.text("device").ifPresent(device -> {
            if (!Optional.of(device).equals(ofTrial.text("device"))) {
                throw new UsageError("--device " + device + ": this trial's device is "
                        + ofTrial.text("device").orElse("auto"));
            }
        });
    }

    private static int tell(Trial trial, TrialState state, ConsoleLog log) {
        log.note(SweepProgress.line(trial, state));
        if (state instanceof Failed failed) {
            throw new UserError("the trial " + trial.name() + " failed: " + failed.reason());
        }
        return ExitCode.DONE;
    }

    private static int emit(
            String scheduler,
            SweepFolder folder,
            SweepDefinition definition,
            Arguments arguments,
            Console console,
            ConsoleLog log) {
        final LauncherCommand launcher = LauncherCommand.forPeople();
        final EmittedScripts scripts =
                new EmittedScripts(folder, definition, launcher, CommonOptions.givenThreads(arguments));
        final boolean slurm = scheduler.equals("slurm");
        final Path file = slurm ? scripts.slurm() : scripts.parallel();
        log.note(Figures.format(
                "%s trials; start them by", Figures.count(definition.trials().size())));
        log.note("  " + SweepText.startOf(slurm, file));
        log.note("and then gather what they brought by");
        log.note(
                "  " + launcher.line("sweep", List.of("--collect", folder.path().toString())));
        console.out().println(file);
        return ExitCode.DONE;
    }

    private static int collect(Arguments arguments, Console console, ConsoleLog log) {
        final SweepFolder folder = new SweepFolder(arguments.path("collect").orElseThrow());
        final SweepDefinition stored = folder.definition();
        final SweepDefinition definition =
                SweepOptions.bestBy(arguments).map(stored::withBestBy).orElse(stored);
        return report(folder, definition, arguments.has("json"), console, log);
    }

    private static int report(
            SweepFolder folder, SweepDefinition definition, boolean json, Console console, ConsoleLog log) {
        final SweepOutcome outcome = SweepOutcome.of(folder, definition);
        final SweepReport report = new SweepFiles(folder, log::note).write(outcome);
        console.out().println(json ? Json.text(report) : SweepText.of(outcome, report));
        return outcome.finished() == definition.trials().size() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Silences the trainings' own notes, which would repeat with each trial. */
    private static ConsoleLog warnings(ConsoleLog log) {
        return new ConsoleLog(log.err(), false, false);
    }

    private static void only(String mode, Set<String> allowed, Arguments arguments) {
        final String others = Stream.concat(
                        Arrays.stream(new SweepCommand().options().getOptions().toArray(Option[]::new))
                                .map(Option::getLongOpt)
                                .filter(option -> !option.equals(mode) && !allowed.contains(option))
                                .filter(arguments::has)
                                .map(option -> "--" + option),
                        arguments.operands(1).stream())
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            throw new UsageError("--" + mode + " takes the sweep as it was defined in its folder; leave out " + others);
        }
    }
}
