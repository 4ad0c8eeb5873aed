package handgrad.host.training;

import handgrad.backend.Session;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.training.Feed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a program over samples in batches, for one or several passes: each pass takes full batches and then one batch of
 * the rest, for which there is a second program.
 *
 * @param feed the data set on the device
 * @param samples how many samples a pass takes
 * @param batch samples a full batch, at most {@code samples}
 * @param full the program for a full batch
 * @param last the program for what is left, or empty where nothing is
 */
public record Walk(Feed feed, int samples, int batch, Program full, Optional<Program> last) {
    /** A walk whose programs are made for their batch sizes. */
    static Walk of(Feed feed, int samples, int batchWanted, IntFunction<Program> programOfBatch) {
        final int batch = Math.min(batchWanted, samples);
        final int rest = samples % batch;
        return new Walk(
                feed,
                samples,
                batch,
                programOfBatch.apply(batch),
                rest == 0 ? Optional.empty() : Optional.of(programOfBatch.apply(rest)));
    }

    /**
     * What a session must be opened with.
     *
     * @return the program for a full batch, and that for what is left
     */
    public List<Program> programs() {
        return Stream.concat(Stream.of(full), last.stream()).toList();
    }

    /**
     * How many steps a pass takes.
     *
     * @return full batches, and one of what is left
     */
    public int steps() {
        return Math.ceilDiv(samples, batch);
    }

    /**
     * How many samples the first steps take, over all passes.
     *
     * @param steps how many
     * @return the number of samples
     */
    public int samplesIn(int steps) {
        return steps / steps() * samples + Math.min(samples, steps % steps() * batch);
    }

    /** The program of one step, counted from 0. */
    Program programOf(int step) {
        return step % steps() < samples / batch ? full : last.orElseThrow();
    }

    /**
     * Goes to the start.
     *
     * @param session a session with {@link #programs}
     * @param order the order of the samples; there may be fewer than the feed has room for
     */
    public void begin(Session session, int[] order) {
        session.upload(feed.order(), Arrays.copyOf(order, feed.order().size()));
        session.upload(feed.position(), new int[] {0, 0});
    }

    /** Continues after the steps of a history, with the samples in the same order as when it was recorded. */
    void resume(Session session, int[] order, StepHistory history) {
        begin(session, order);
        final int steps = history.steps();
        if (steps == 0) {
            return;
        }
        session.upload(feed.position(), new int[] {samplesIn(steps), steps});
        session.upload(
                feed.lossHistory(),
                Arrays.copyOf(history.lossSums(), feed.lossHistory().size()));
        session.upload(
                feed.hitHistory(),
                Arrays.copyOf(history.hits(), feed.hitHistory().size()));
        if (history.kinkDistances().length > 0) {
            session.upload(
                    feed.kinkHistory(),
                    Arrays.copyOf(history.kinkDistances(), feed.kinkHistory().size()));
        }
    }

    /** The records of the first steps, with the distances to the kink if wanted. */
    StepHistory history(Session session, int steps, boolean kinks) {
        return new StepHistory(
                Arrays.copyOf(lossSums(session), steps),
                Arrays.copyOf(hits(session), steps),
                kinks ? Arrays.copyOf(download(session, feed.kinkHistory()), steps) : new float[0]);
    }

    /**
     * Goes on.
     *
     * @param session a session with {@link #programs}
     * @param step the step, counted from 0, at which it stands
     * @param steps by how many
     */
    public void advance(Session session, int step, int steps) {
        if (last.isEmpty()) {
            session.run(full, steps);
            return;
        }
        final int end = step + steps;
        for (int next = step; next < end; ) {
            final int fullSteps = Math.clamp(samples / batch - next % steps(), 0, end - next);
            final int done = Math.max(1, fullSteps);
            session.run(programOf(next), done);
            next += done;
        }
    }

    /**
     * The mean over the samples of some steps.
     *
     * @param session a session with {@link #programs}
     * @param from the first step, counted from 0
     * @param to the step after the last
     * @return loss and accuracy, each sample measured before its step changed the parameters
     */
    public Measure measure(Session session, int from, int to) {
        final float[] sums = lossSums(session);
        final double losses =
                IntStream.range(from, to).mapToDouble(step -> sums[step]).sum();
        return Measure.of(
                losses, Arrays.stream(hits(session), from, to).asLongStream().sum(), samplesIn(to) - samplesIn(from));
    }

    /**
     * The mean loss of each of the steps so far.
     *
     * @param session a session with {@link #programs}
     * @param steps how many were made
     * @return one loss a step
     */
    public float[] stepLosses(Session session, int steps) {
        final float[] losses = Arrays.copyOf(lossSums(session), steps);
        for (int step = 0; step < steps; step++) {
            losses[step] /= samplesIn(step + 1) - samplesIn(step);
        }
        return losses;
    }

    /** How many of the first steps, of one sample each, hit the hinge's kink, where y·z = 1 exactly. */
    int stepsAtKink(Session session, int steps) {
        final float[] distances = download(session, feed.kinkHistory());
        return (int)
                IntStream.range(0, steps).filter(step -> distances[step] == 0).count();
    }

    private int[] hits(Session session) {
        final int[] hits = new int[feed.hitHistory().size()];
        session.download(feed.hitHistory(), hits);
        return hits;
    }

    private float[] lossSums(Session session) {
        return download(session, feed.lossHistory());
    }

    private static float[] download(Session session, Tensor history) {
        final float[] values = new float[history.size()];
        session.download(history, values);
        return values;
    }
}
