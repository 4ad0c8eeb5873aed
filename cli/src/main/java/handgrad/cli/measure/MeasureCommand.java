package handgrad.cli.measure;

import handgrad.backend.Session;
import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.console.ExitCode;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.option.TrainingOptions;
import handgrad.cli.option.TrainingPlan;
import handgrad.host.compare.Comparer.SweepResult;
import handgrad.host.json.Json;
import handgrad.host.measure.StepTimer;
import handgrad.host.measure.StepTimes;
import handgrad.host.measure.SweepPoint;
import handgrad.host.measure.TrainingClock;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.Trainer;
import handgrad.network.Parameter;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * {@code measure}: one training on one device, timed. For internal use: {@code compare} and {@code bench} start a
 * process with it for each measurement.
 */
public final class MeasureCommand implements Command {
    /** The name of the command. */
    public static final String NAME = "measure";

    /** Batch sizes from one sample to more than a GPU needs to be busy. */
    private static final int LARGEST_BATCH = 1024;

    /** How long steps of one batch size are run before they are timed, and then timed, in seconds. */
    private static final double SWEEP_SECONDS = 0.5;

    private static final int MOST_WARM_UPS = 12;

    /** JIT warm-up ends when a step takes more than this share of the time that it took before. */
    private static final double SETTLED = 0.95;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "times one training; for the program's own use";
    }

    @Override
    public String operands() {
        return "MODEL";
    }

    @Override
    public Options options() {
        final Options options = Arguments.options(
                CommonOptions.device(),
                Arguments.valued("keep", "DIR", "keep parameters after some steps and each epoch"),
                Arguments.valued("target", "A", "a test accuracy whose time is wanted"),
                Arguments.flag("nudge", "move each first parameter to the next float"),
                Arguments.flag("sweep", "time steps of batch sizes 1, 2, 4 … instead"));
        TrainingOptions.all().forEach(options::addOption);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final ConsoleLog quiet = new ConsoleLog(console.err(), false, false);
        final long seed = TrainingPlan.seed(arguments);
        final TrainingPlan plan = TrainingPlan.of(NAME, arguments, quiet);
        final RunSettings settings = plan.settings(seed);
        final ParameterValues initial = settings.start()
                .map(RunSettings.Start::parameters)
                .orElse(settings.beginning().parameters());
        console.out()
                .println(Json.compact(
                        arguments.has("sweep")
                                ? new SweepResult(sweep(settings, initial, console))
                                : new TrainingClock(
                                                settings,
                                                arguments.path("keep"),
                                                arguments.nonNegative("target").map(Float::doubleValue),
                                                console.err()::println)
                                        .measure(arguments.has("nudge") ? nudged(initial) : initial)));
        return ExitCode.DONE;
    }

    /** The next float above or below each parameter, alternating, so that the mean stays. */
    private static ParameterValues nudged(ParameterValues values) {
        return ParameterValues.of(values.network(), parameter -> nudged(values, parameter));
    }

    private static float[] nudged(ParameterValues values, Parameter parameter) {
        final float[] elements = values.elements(parameter);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = i % 2 == 0 ? Math.nextUp(elements[i]) : Math.nextDown(elements[i]);
        }
        return elements;
    }

    private static List<SweepPoint> sweep(RunSettings settings, ParameterValues initial, Console console) {
        final List<SweepPoint> points = new ArrayList<>();
        final int samples = settings.split().train().count();
        for (int batch = 1; batch <= Math.min(LARGEST_BATCH, samples); batch *= 2) {
            console.err().println("steps of batch " + batch);
            points.add(SweepPoint.of(batch, stepOf(settings, initial, batch)));
        }
        return points;
    }

    private static StepTimes stepOf(RunSettings settings, ParameterValues initial, int batch) {
        final Model whole = settings.model();
        final Trainer trainer = new Trainer(whole.withRecipe(whole.recipe().withBatch(batch)), settings.split());
        final StepTimer timer = new StepTimer(trainer, RandomStream.restore(settings.streamState()));
        try (Session session = settings.device().open(trainer.programs())) {
            trainer.upload(session, initial);
            warmUp(timer, session);
            return StepTimes.of(timer.run(session, SWEEP_SECONDS));
        }
    }

    /** JIT warm-up before the first batch size: runs until a step no longer gets faster. */
    private static void warmUp(StepTimer timer, Session session) {
        double before = Double.POSITIVE_INFINITY;
        for (int round = 0; round < MOST_WARM_UPS; round++) {
            final double median =
                    StepTimes.of(timer.run(session, SWEEP_SECONDS / 2)).median();
            if (median > SETTLED * before) {
                return;
            }
            before = median;
        }
    }
}
