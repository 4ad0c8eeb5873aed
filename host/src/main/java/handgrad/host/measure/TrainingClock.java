package handgrad.host.measure;

import handgrad.backend.Session;
import handgrad.backend.SessionStatistics;
import handgrad.host.UserError;
import handgrad.host.measure.Measurement.Epoch;
import handgrad.host.measure.Measurement.Point;
import handgrad.host.measure.Measurement.Setting;
import handgrad.host.measure.Measurement.Target;
import handgrad.host.measure.StepTimes.Stretch;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.Measure;
import handgrad.host.training.Trainer;
import handgrad.host.training.Walk;
import handgrad.random.RandomStream;
import handgrad.training.ParameterValues;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Trains a model as {@code train} does, and times every part of it. */
public final class TrainingClock {
    /** Steps at which parameters are kept, besides the ends of epochs. */
    private static final List<Integer> EARLY = List.of(1, 10, 100);

    /** Of a training with very many reports only the first ones and the last keep their parameters. */
    private static final int MOST_KEPT = 20;

    private static final double REPORT_INTERVAL = 5;

    private final RunSettings settings;
    private final Optional<Path> folder;
    private final Optional<Double> target;
    private final Consumer<String> progress;
    private final Trainer trainer;
    private final Walk walk;

    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();
    private Bytes epochBytes = new Bytes(0, 0);
    private double seconds;
    private OptionalLong launches = OptionalLong.of(0);
    private long lastReport = System.nanoTime();

    /**
     * Plans it.
     *
     * @param settings what to train, where, from which seed
     * @param folder where to keep parameters, or empty to keep none
     * @param target the test accuracy whose time is wanted, or empty
     * @param progress hears every few seconds how it gets on
     */
    public TrainingClock(
            RunSettings settings, Optional<Path> folder, Optional<Double> target, Consumer<String> progress) {
        this.settings = settings;
        this.folder = folder;
        this.target = target;
        this.progress = progress;
        this.trainer = new Trainer(settings.model(), settings.split());
        this.walk = trainer.walk();
    }

    /**
     * Trains.
     *
     * @param initial the parameters before the first step
     * @return what it took
     * @throws handgrad.backend.DeviceException if the device cannot be used or fails
     * @throws UserError if the training diverges, or parameters cannot be kept
     */
    public Measurement measure(ParameterValues initial) {
        final long opening = System.nanoTime();
        try (CountingSession session = new CountingSession(settings.device().open(trainer.programs()))) {
            final double startUp = secondsSince(opening);
            final long uploading = System.nanoTime();
            trainer.upload(session, initial);
            session.finish();
            final double upload = secondsSince(uploading);
            final Bytes setUp = session.bytes();
            train(session);
            return measurement(session, startUp, upload, setUp);
        }
    }

    private void train(CountingSession session) {
        final RandomStream stream = RandomStream.restore(settings.streamState());
        final int all = settings.model().recipe().epochs();
        for (int done = 0; done < all; ) {
            final int more = Math.min(trainer.epochsAtATime(), all - done);
            final int[] order = trainer.orders(done, more, stream);
            final Bytes before = session.bytes();
            final OptionalLong launchesBefore = session.statistics().launches();
            final double taken = block(session, order, done, more);
            countLaunches(launchesBefore, session.statistics().launches());
            final int steps = more * walk.steps();
            final Measure running = walk.measure(session, 0, steps);
            epochBytes = epochBytes.plus(session.bytes().since(before));
            final Measure test = trainer.test().measure(session);
            done += more;
            if (!running.isFinite() || !test.isFinite()) {
                throw new UserError("training diverged: the loss was " + running.loss() + " in epoch " + done
                        + "; try a smaller --learning-rate");
            }
            epochs.add(new Epoch(done, more, taken, running.loss(), running.accuracy(), test.loss(), test.accuracy()));
            if (epochs.size() <= MOST_KEPT || done == all) {
                keep(session, "epoch " + done, (long) done * walk.steps(), running.loss());
            }
        }
    }

    private void countLaunches(OptionalLong before, OptionalLong after) {
        launches = launches.isPresent() && before.isPresent() && after.isPresent()
                ? OptionalLong.of(launches.getAsLong() + after.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    /** Some epochs; the seconds of their steps. */
    private double block(CountingSession session, int[] order, int done, int more) {
        final int steps = more * walk.steps();
        final TreeSet<Integer> stops = new TreeSet<>(List.of(steps));
        if (done == 0 && folder.isPresent()) {
            stops.addAll(EARLY);
        }
        double taken = 0;
        int length = 1;
        long start = System.nanoTime();
        trainer.begin(session, order, done);
        for (int step = 0; step < steps; ) {
            final int stop = Math.min(stops.higher(step), steps);
            final int next = Math.min(length, stop - step);
            walk.advance(session, step, next);
            session.finish();
            final double stretch = secondsSince(start);
            stretches.add(new Stretch(next, stretch));
            taken += stretch;
            step += next;
            if (stretch < StepTimer.STRETCH / 2) {
                length = Math.min(2 * length, steps);
            }
            report(done, more, step, steps);
            if (step < steps && step == stop) {
                final Bytes before = session.bytes();
                keep(session, "step " + step, step, walk.stepLosses(session, step)[step - 1]);
                epochBytes = epochBytes.plus(before.since(session.bytes()));
            }
            start = System.nanoTime();
        }
        seconds += taken;
        return taken;
    }

    private void keep(Session session, String point, long step, double loss) {
        final Optional<Path> file = folder.map(path -> path.resolve("step-" + step + ".safetensors"));
        file.ifPresent(path ->
                new Checkpoint(ParameterValues.download(settings.model().network(), session), Map.of()).write(path));
        points.add(new Point(point, step, loss, file.map(Path::toString).orElse(null)));
    }

    private void report(int done, int more, int step, int steps) {
        if (secondsSince(lastReport) > REPORT_INTERVAL) {
            lastReport = System.nanoTime();
            final double epoch = done + (double) more * step / steps;
            progress.accept(
                    "%.0f %%".formatted(100 * epoch / settings.model().recipe().epochs()));
        }
    }

    private Measurement measurement(CountingSession session, double startUp, double upload, Bytes setUp) {
        final SteadySteps steady = SteadySteps.of(
                stretches, new StepTimer(trainer, RandomStream.restore(settings.streamState())), session);
        final long steps = (long) walk.steps() * settings.model().recipe().epochs();
        final Setting setting = setting();
        final boolean isSteady = steady.times() != null;
        final double samplesPerStep = isSteady && steady.full() ? walk.batch() : (double) walk.samples() / walk.steps();
        final double secondsPerStep = isSteady ? steady.times().median() : seconds / steps;
        final SessionStatistics statistics = session.statistics();
        return new Measurement(
                setting,
                session.device().selector(),
                session.device().name(),
                session.device().details(),
                statistics.sharesHostMemory(),
                startUp,
                upload,
                stretches.getFirst().seconds(),
                isSteady ? steady.warmUpSteps() : 0,
                isSteady ? steady.warmUpSeconds() : 0,
                steady.times(),
                epochs,
                seconds,
                samplesPerStep / secondsPerStep,
                (double) setting.flopsPerStep() / walk.batch() * samplesPerStep / secondsPerStep,
                target.map(this::reached).orElse(null),
                setUp,
                epochBytes.over(epochs.size()),
                launches.isPresent() ? launches.getAsLong() / (double) steps : null,
                boxed(statistics.deviceBytes()),
                boxed(PeakMemory.resident()),
                (System.currentTimeMillis()
                                - ManagementFactory.getRuntimeMXBean().getStartTime())
                        / 1e3,
                points);
    }

    private Setting setting() {
        final var model = settings.model();
        final var recipe = model.recipe();
        return new Setting(
                model.name(),
                model.title(),
                model.network().parameterCount(),
                settings.split().name(),
                settings.origin(),
                settings.split().train().count(),
                settings.split().test().count(),
                settings.seed(),
                settings.random().toString(),
                settings.device().options().threads(),
                recipe.epochs(),
                walk.batch(),
                walk.steps(),
                recipe.learningRate(),
                OpCost.flops(walk.full().ops()));
    }

    private Target reached(double accuracy) {
        double passed = 0;
        for (final Epoch epoch : epochs) {
            passed += epoch.seconds();
            if (epoch.testAccuracy() >= accuracy) {
                return new Target(accuracy, epoch.epoch(), passed);
            }
        }
        return new Target(accuracy, null, null);
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
