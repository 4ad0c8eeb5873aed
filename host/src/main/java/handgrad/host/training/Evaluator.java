package handgrad.host.training;

import handgrad.backend.Session;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.random.RandomStream;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.List;
import java.util.function.BiConsumer;

/** Measures a model on a data set: every sample once, in order. */
public final class Evaluator {
    /** Samples a step: enough to fill a GPU, few enough for their activations to stay small. */
    private static final int BATCH = 500;

    private final Dataset dataset;
    private final Walk walk;

    private Evaluator(Dataset dataset, Walk walk) {
        this.dataset = dataset;
        this.walk = walk;
    }

    /**
     * Plans a measurement.
     *
     * @param model the model
     * @param dataset the samples
     * @param name what the tensors' names on the device begin with
     * @return the plan
     * @throws handgrad.host.UserError if the model cannot take the data
     */
    public static Evaluator of(Model model, Dataset dataset, String name) {
        Fit.check(model, dataset);
        final Feed feed = Feed.of(name, dataset, model.objective().loss(), dataset.count(), steps(dataset.count()));
        return of(model, dataset, feed);
    }

    /** Plans a measurement of a data set that is on the device for training too. */
    static Evaluator of(Model model, Dataset dataset, Feed feed) {
        return new Evaluator(
                dataset,
                Walk.of(
                        feed,
                        dataset.count(),
                        BATCH,
                        batch -> Programs.evaluationStep(model.network(), model.objective(), feed, batch)));
    }

    /** How many steps a measurement of so many samples takes. */
    static int steps(int samples) {
        return Math.ceilDiv(samples, BATCH);
    }

    /**
     * What a session must be opened with to measure.
     *
     * @return the programs
     */
    public List<Program> programs() {
        return walk.programs();
    }

    /**
     * Puts the data set on the device.
     *
     * @param session a session with {@link #programs}
     */
    public void upload(Session session) {
        final Feed feed = walk.feed();
        session.upload(feed.inputs(), dataset.inputs());
        switch (dataset.targets()) {
            case Targets.Classes classes -> session.upload(feed.targets(), classes.labels());
            case Targets.Reals reals -> session.upload(feed.targets(), reals.values());
        }
    }

    /**
     * Measures the parameters that are on the device.
     *
     * @param session a session with {@link #programs}, to which the data and the parameters were uploaded
     * @return the mean over all samples
     */
    public Measure measure(Session session) {
        walk.begin(session, everySample());
        walk.advance(session, 0, walk.steps());
        return walk.measure(session, 0, walk.steps());
    }

    /**
     * Computes the network's outputs for every sample.
     *
     * @param session as for {@link #measure}
     * @param consumer receives, batch by batch in order, the number of samples before the batch and the outputs [B,
     *     width], row-major
     */
    public void outputs(Session session, BiConsumer<Integer, float[]> consumer) {
        walk.begin(session, everySample());
        for (int step = 0; step < walk.steps(); step++) {
            walk.advance(session, step, 1);
            final Tensor outputs = walk.programOf(step).outputs().getFirst();
            final float[] values = new float[outputs.size()];
            session.download(outputs, values);
            consumer.accept(walk.samplesIn(step), values);
        }
    }

    /**
     * Computes the network's outputs for every sample, all in one array.
     *
     * @param session as for {@link #measure}
     * @param width how many outputs a sample has
     * @return [samples × width], row-major
     */
    public float[] outputs(Session session, int width) {
        final float[] all = new float[Math.multiplyExact(dataset.count(), width)];
        outputs(session, (before, values) -> System.arraycopy(values, 0, all, before * width, values.length));
        return all;
    }

    private int[] everySample() {
        return RandomStream.ascending(dataset.count());
    }
}
