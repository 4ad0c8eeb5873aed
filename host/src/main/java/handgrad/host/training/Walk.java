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
 * How a program gets through a number of samples in batches of one size: as many full batches as there are, then one of what is left, for
 * which there is a second program.
 *
 * @param feed the data set on the device
 * @param samples how many samples a walk takes
 * @param batch samples a full batch, at most {@code samples}
 * @param full the program for a full batch
 * @param last the program for what is left, or empty where nothing is
 */
record Walk(Feed feed, int samples, int batch, Program full, Optional<Program> last) {
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

    /** What a session must be opened with. */
    List<Program> programs() {
        return Stream.concat(Stream.of(full), last.stream()).toList();
    }

    /** How many steps a walk takes. */
    int steps() {
        return Math.ceilDiv(samples, batch);
    }

    /** How many samples the first so many steps take. */
    int samplesIn(int steps) {
        return (int) Math.min(samples, (long) steps * batch);
    }

    /** The program of one step, counted from 0. */
    Program programOf(int step) {
        return step < samples / batch ? full : last.orElseThrow();
    }

    /** Goes to the start, with the samples in this order; there may be fewer than the feed has room for. */
    void begin(Session session, int[] order) {
        session.upload(feed.order(), Arrays.copyOf(order, feed.order().size()));
        session.upload(feed.position(), new int[] {0, 0});
    }

    /** Goes on by some steps from the one, counted from 0, at which it stands. */
    void advance(Session session, int step, int steps) {
        final int fullSteps = Math.clamp(samples / batch - step, 0, steps);
        if (fullSteps > 0) {
            session.run(full, fullSteps);
        }
        if (fullSteps < steps) {
            session.run(last.orElseThrow(), 1);
        }
    }

    /** The mean over the samples of the steps {@code from} … {@code to} − 1. */
    Measure measure(Session session, int from, int to) {
        final float[] sums = lossSums(session);
        final double losses =
                IntStream.range(from, to).mapToDouble(step -> sums[step]).sum();
        final int[] hits = new int[feed.hitHistory().size()];
        session.download(feed.hitHistory(), hits);
        return Measure.of(losses, Arrays.stream(hits, from, to).asLongStream().sum(), samplesIn(to) - samplesIn(from));
    }

    /** The mean loss of each of the steps so far. */
    float[] stepLosses(Session session, int steps) {
        final float[] losses = Arrays.copyOf(lossSums(session), steps);
        for (int step = 0; step < steps; step++) {
            losses[step] /= samplesIn(step + 1) - samplesIn(step);
        }
        return losses;
    }

    private float[] lossSums(Session session) {
        final Tensor history = feed.lossHistory();
        final float[] sums = new float[history.size()];
        session.download(history, sums);
        return sums;
    }
}
