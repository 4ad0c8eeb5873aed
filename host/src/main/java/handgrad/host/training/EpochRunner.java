package handgrad.host.training;

import handgrad.backend.Session;
import handgrad.host.training.TrainingListener.Progress;
import java.util.ArrayList;
import java.util.List;

/** Runs the steps of one epoch after the other, reporting a few times a second and watching that the loss stays a number. */
final class EpochRunner {
    /** How long the device works between two readings of the histories, in seconds. */
    private static final double REPORT_INTERVAL = 0.2;

    private final Session session;
    private final Walk walk;
    private final TrainingListener listener;

    /** How many steps to give the device at a time; grows until they take about the interval. */
    private int stepsAtATime = 1;

    EpochRunner(Session session, Walk walk, TrainingListener listener) {
        this.session = session;
        this.walk = walk;
        this.listener = listener;
    }

    /** Runs one epoch, 1 for the first, and measures the test set after it. */
    EpochResult run(int epoch, int[] order, Evaluator test) {
        double seconds = 0;
        long start = System.nanoTime();
        walk.begin(session, order);
        for (int step = 0; step < walk.steps(); ) {
            final int steps = Math.min(stepsAtATime, walk.steps() - step);
            walk.advance(session, step, steps);
            session.finish();
            step += steps;
            final double chunk = (System.nanoTime() - start) / 1e9;
            seconds += chunk;
            adapt(chunk);
            report(epoch, step, seconds);
            start = System.nanoTime();
        }
        final List<Float> losses = boxed(walk.stepLosses(session, walk.steps()), walk.steps());
        final Measure running = walk.measure(session, 0, walk.steps());
        final Measure measured = test.measure(session);
        if (!measured.isFinite()) {
            throw DivergedException.afterEpoch(epoch, losses, measured.loss());
        }
        return new EpochResult(epoch, seconds, running, measured, losses);
    }

    private static List<Float> boxed(float[] losses, int count) {
        final List<Float> list = new ArrayList<>(count);
        for (int step = 0; step < count; step++) {
            list.add(losses[step]);
        }
        return List.copyOf(list);
    }

    private void adapt(double seconds) {
        if (seconds < REPORT_INTERVAL / 2) {
            stepsAtATime = Math.min(2 * stepsAtATime, walk.steps());
        } else if (seconds > 2 * REPORT_INTERVAL) {
            stepsAtATime = Math.max(1, stepsAtATime / 2);
        }
    }

    private void report(int epoch, int steps, double seconds) {
        final Measure running = walk.measure(session, 0, steps);
        if (!running.isFinite()) {
            final float[] losses = walk.stepLosses(session, steps);
            int step = 0;
            while (step < steps - 1 && Float.isFinite(losses[step])) {
                step++;
            }
            throw DivergedException.inStep(epoch, boxed(losses, step + 1));
        }
        final int samples = walk.samplesIn(steps);
        listener.progressed(new Progress(epoch, samples, running, samples / seconds));
    }
}
