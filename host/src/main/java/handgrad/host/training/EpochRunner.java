package handgrad.host.training;

import handgrad.backend.Session;
import handgrad.host.training.TrainingListener.Progress;
import handgrad.network.Network;
import handgrad.optimiser.Optimiser;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Runs epochs one after the other, or several at a time, reports progress a few times a second, and checks that the
 * loss stays finite.
 */
final class EpochRunner {
    /** How long the device works between two readings of the histories, in seconds. */
    private static final double REPORT_INTERVAL = 0.2;

    private final Session session;
    private final Network network;
    private final Optimiser optimiser;
    private final Walk walk;
    private final LearningRates rates;
    private final boolean countsKinks;
    private final TrainingListener listener;
    private final Checkpointing checkpointing;

    /** Steps per call of the device; grows until a call takes about the interval. */
    private int stepsAtATime = 1;

    EpochRunner(
            Session session,
            Model model,
            Walk walk,
            LearningRates rates,
            TrainingListener listener,
            Checkpointing checkpointing) {
        this.session = session;
        this.network = model.network();
        this.optimiser = model.recipe().optimiser();
        this.walk = walk;
        this.rates = rates;
        this.countsKinks = model.objective().hasKink() && walk.batch() == 1;
        this.listener = listener;
        this.checkpointing = checkpointing;
    }

    /** Runs the remaining steps of some epochs, and measures the test set after them. */
    EpochResult run(TrainingState from, int epochs, int[] order, Evaluator test) {
        final int firstEpoch = from.reportedEpochs() + 1;
        final long stepsBefore = (long) from.reportedEpochs() * walk.steps();
        final int allSteps = epochs * walk.steps();
        double seconds = from.seconds();
        long start = System.nanoTime();
        walk.resume(session, order, from.history());
        rates.upload(session, stepsBefore);
        for (int step = from.history().steps(); step < allSteps; ) {
            final int most = Math.min(stepsAtATime, checkpointing.mostSteps(stepsBefore + step));
            final int steps = Math.min(most, allSteps - step);
            walk.advance(session, step, steps);
            session.finish();
            step += steps;
            final double chunk = (System.nanoTime() - start) / 1e9;
            seconds += chunk;
            adapt(chunk, steps, allSteps);
            report(firstEpoch, step, seconds);
            pause(from, step, seconds, stepsBefore, step == allSteps);
            start = System.nanoTime();
        }
        final int lastEpoch = firstEpoch + epochs - 1;
        final List<Float> losses = boxed(walk.stepLosses(session, allSteps), allSteps);
        final Measure running = walk.measure(session, 0, allSteps);
        final OptionalInt kinks =
                countsKinks ? OptionalInt.of(walk.stepsAtKink(session, allSteps)) : OptionalInt.empty();
        final Measure measured = test.measure(session);
        if (!measured.isFinite()) {
            throw DivergedException.afterEpoch(lastEpoch, losses, measured.loss());
        }
        return new EpochResult(lastEpoch, epochs, seconds, running, measured, losses, kinks);
    }

    private static List<Float> boxed(float[] losses, int count) {
        final List<Float> list = new ArrayList<>(count);
        for (int step = 0; step < count; step++) {
            list.add(losses[step]);
        }
        return List.copyOf(list);
    }

    /** Saves the state if it is due, but not after the last step: the report that follows belongs to it. */
    private void pause(TrainingState from, int step, double seconds, long stepsBefore, boolean last) {
        final boolean stop = checkpointing.isStopRequested();
        if (stop || (!last && checkpointing.isDue(stepsBefore + step))) {
            checkpointing.keep(new TrainingState(
                    from.reports(),
                    walk.history(session, step, countsKinks),
                    seconds,
                    from.streamState(),
                    ParameterValues.download(network, session),
                    OptimiserState.download(optimiser, network, session)));
        }
        if (stop) {
            throw new TrainingStoppedException();
        }
    }

    /** A call that a checkpoint cut short does not limit the next ones. */
    private void adapt(double seconds, int steps, int allSteps) {
        if (seconds < REPORT_INTERVAL / 2 && steps == stepsAtATime) {
            stepsAtATime = Math.min(2 * stepsAtATime, allSteps);
        } else if (seconds > 2 * REPORT_INTERVAL) {
            stepsAtATime = Math.max(1, stepsAtATime / 2);
        }
    }

    private void report(int firstEpoch, int steps, double seconds) {
        final Measure running = walk.measure(session, 0, steps);
        if (!running.isFinite()) {
            throw diverged(firstEpoch, steps);
        }
        final int samples = walk.samplesIn(steps);
        final int epochsBefore = (steps - 1) / walk.steps();
        listener.progressed(new Progress(
                firstEpoch + epochsBefore, samples - epochsBefore * walk.samples(), running, samples / seconds));
    }

    private DivergedException diverged(int firstEpoch, int steps) {
        final float[] losses = walk.stepLosses(session, steps);
        int bad = 0;
        while (bad < steps - 1 && Float.isFinite(losses[bad])) {
            bad++;
        }
        final int epochsBefore = bad / walk.steps();
        return DivergedException.inStep(firstEpoch + epochsBefore, bad % walk.steps() + 1, boxed(losses, bad + 1));
    }
}
