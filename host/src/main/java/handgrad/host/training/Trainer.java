package handgrad.host.training;

import handgrad.backend.Session;
import handgrad.dataset.Split;
import handgrad.host.UserError;
import handgrad.optimiser.Optimiser;
import handgrad.program.Program;
import handgrad.random.RandomStream;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.ParameterValues;
import handgrad.training.Programs;
import handgrad.training.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trains a model on a device and measures it. Everything that a step needs lives on the device; the host uploads
 * the order of the samples and, where a schedule changes it, each step's learning rate once for all the epochs up to
 * the next report, and reads the histories a few times a second.
 */
public final class Trainer {
    /** The largest count in float32 to which 1 can be added; the device's count stays there. */
    private static final long LARGEST_COUNT = 1 << 24;

    /** The order of this many samples takes 256 MB on the device. */
    private static final int MOST_SAMPLES_AT_A_TIME = 1 << 26;

    private final Model model;
    private final int trainingSamples;
    private final int epochsAtATime;
    private final Walk walk;
    private final LearningRates rates;
    private final Evaluator train;
    private final Evaluator test;

    /**
     * Plans the training.
     *
     * @param model what to train, and how
     * @param split the data
     * @throws handgrad.host.UserError if the model cannot take the data
     */
    public Trainer(Model model, Split split) {
        Fit.check(model, split.train());
        this.model = model;
        this.trainingSamples = split.train().count();
        final Recipe recipe = model.recipe();
        final int samples = recipe.sampling().samplesPerEpoch(trainingSamples);
        this.epochsAtATime = epochsAtATime(recipe, samples);
        final Feed feed = Feed.of(
                "train",
                split.train(),
                model.objective().loss(),
                Math.max(epochsAtATime * samples, trainingSamples),
                Math.max(epochsAtATime * Math.ceilDiv(samples, recipe.batch()), Evaluator.steps(trainingSamples)));
        this.walk = Walk.of(
                feed,
                samples,
                recipe.batch(),
                batch -> Programs.trainingStep(model.network(), model.objective(), recipe.descent(), feed, batch));
        this.rates = new LearningRates(recipe, feed, walk.steps());
        this.train = Evaluator.of(model, split.train(), feed);
        this.test = Evaluator.of(model, split.test(), "test");
    }

    /**
     * What a session must be opened with to train and measure.
     *
     * @return the programs
     */
    public List<Program> programs() {
        return Stream.of(walk.programs(), train.programs(), test.programs())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Trains from the given parameters.
     *
     * @param session a session with {@link #programs}
     * @param initial the parameters before the first step
     * @param stream where the order of the samples comes from
     * @param listener hears how it gets on
     * @return what it ended with
     * @throws DivergedException if a loss becomes NaN or infinite
     * @throws handgrad.backend.DeviceException if the device fails
     */
    public TrainingResult train(
            Session session, ParameterValues initial, RandomStream stream, TrainingListener listener) {
        return train(session, TrainingState.beginning(initial, stream.state()), listener, new Checkpointing() {});
    }

    /**
     * Trains from a saved state. The result is the same to the last bit as without the interruption: every call of the
     * device ends at a step, and no result depends on how many steps a call runs.
     *
     * @param session a session with {@link #programs}
     * @param from the state
     * @param listener hears how it gets on
     * @param checkpointing is asked between two calls of the device
     * @return what it ended with, all epochs included
     * @throws TrainingStoppedException if {@code checkpointing} stopped it
     * @throws DivergedException if a loss becomes NaN or infinite
     * @throws handgrad.backend.DeviceException if the device fails
     */
    public TrainingResult train(
            Session session, TrainingState from, TrainingListener listener, Checkpointing checkpointing) {
        upload(session, from.parameters(), from.optimiser(), from.steps(walk.steps()));
        final Optimiser optimiser = model.recipe().optimiser();
        final int epochs = model.recipe().epochs();
        listener.started(epochs, walk.samples());
        final EpochRunner runner = new EpochRunner(session, model, walk, rates, listener, checkpointing);
        final RandomStream stream = RandomStream.restore(from.streamState());
        TrainingState state = from;
        while (state.reportedEpochs() < epochs) {
            final int done = state.reportedEpochs();
            final int more = Math.min(epochsAtATime, epochs - done);
            final EpochResult result = runner.run(state, more, orders(done, more, stream), test);
            final List<EpochResult> reports = new ArrayList<>(state.reports());
            reports.add(result);
            final ParameterValues parameters = ParameterValues.download(model.network(), session);
            state = new TrainingState(
                    reports,
                    StepHistory.NONE,
                    0,
                    stream.state(),
                    parameters,
                    OptimiserState.download(optimiser, model.network(), session));
            listener.finishedEpoch(result, parameters);
            pause(state, checkpointing);
        }
        return finish(session, state);
    }

    /** After the last epoch nothing is left to resume. */
    private void pause(TrainingState state, Checkpointing checkpointing) {
        if (state.reportedEpochs() == model.recipe().epochs()) {
            return;
        }
        final boolean stop = checkpointing.isStopRequested();
        if (stop || checkpointing.isDue((long) state.reportedEpochs() * walk.steps())) {
            checkpointing.keep(state);
        }
        if (stop) {
            throw new TrainingStoppedException();
        }
    }

    private TrainingResult finish(Session session, TrainingState state) {
        final Measure trainMeasure = train.measure(session);
        final long start = System.nanoTime();
        final Measure testMeasure = test.measure(session);
        final double testSeconds = (System.nanoTime() - start) / 1e9;
        return new TrainingResult(
                state.reports(),
                state.reports().stream().mapToDouble(EpochResult::seconds).sum(),
                testSeconds,
                trainMeasure,
                testMeasure,
                ParameterValues.download(model.network(), session));
    }

    /**
     * Computes the outputs for the test set with the parameters that are on the device.
     *
     * @param session the one that {@link #train} was given, after it
     * @return [samples × width], row-major
     * @throws handgrad.backend.DeviceException if the device fails
     */
    public float[] testOutputs(Session session) {
        return test.outputs(session, model.network().output().size());
    }

    /**
     * Uploads everything that the first step needs except the order of the samples ({@link #begin}).
     *
     * @param session a session with {@link #programs}
     * @param initial the parameters before the first step
     */
    public void upload(Session session, ParameterValues initial) {
        upload(session, initial, OptimiserState.BEGINNING, 0);
        rates.upload(session, 0);
    }

    /**
     * Goes to the first step after a report, with the samples in a new order.
     *
     * @param session a session with {@link #programs}
     * @param order the order of the samples
     * @param done how many epochs came before
     */
    public void begin(Session session, int[] order, int done) {
        walk.begin(session, order);
        rates.upload(session, (long) done * walk.steps());
    }

    private void upload(Session session, ParameterValues parameters, OptimiserState state, long steps) {
        train.upload(session);
        test.upload(session);
        parameters.upload(session);
        final Optimiser optimiser = model.recipe().optimiser();
        state.upload(optimiser, model.network(), session);
        if (optimiser.rule().countsSteps()) {
            session.upload(Programs.STEP, new float[] {Math.min(steps, LARGEST_COUNT)});
        }
        session.upload(Programs.LEARNING_RATE, new float[] {model.recipe().learningRate()});
        if (model.objective().penalised()) {
            session.upload(
                    Objective.LAMBDA, new float[] {model.recipe().penalty().factor(trainingSamples)});
        }
    }

    /**
     * The steps, for timing and profiling.
     *
     * @return how they go through the samples
     */
    public Walk walk() {
        return walk;
    }

    /**
     * The measurement of the test set.
     *
     * @return measures the parameters on the device
     */
    public Evaluator test() {
        return test;
    }

    /**
     * How many epochs lie between two measurements; their orders of samples are on the device together.
     *
     * @return at least 1
     */
    public int epochsAtATime() {
        return epochsAtATime;
    }

    /**
     * The orders of some epochs, one after the other.
     *
     * @param done how many epochs came before
     * @param more of how many
     * @param stream where the order of the samples comes from
     * @return row numbers
     */
    public int[] orders(int done, int more, RandomStream stream) {
        final int samples = model.recipe().sampling().samplesPerEpoch(trainingSamples);
        final int[] orders = new int[more * samples];
        for (int epoch = 0; epoch < more; epoch++) {
            final int[] order = model.recipe().sampling().order(done + epoch, trainingSamples, stream);
            System.arraycopy(order, 0, orders, epoch * samples, samples);
        }
        return orders;
    }

    private static int epochsAtATime(Recipe recipe, int samples) {
        final int epochs = Math.min(recipe.reportEvery(), recipe.epochs());
        if ((long) epochs * samples > MOST_SAMPLES_AT_A_TIME) {
            throw new UserError("%d epochs of %d samples are too many between two reports: make --report-every smaller"
                    .formatted(epochs, samples));
        }
        return epochs;
    }
}
