package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.oracle.OracleBackend;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.network.Parameter;
import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.program.BatchOp.Advance;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import handgrad.training.Feed;
import handgrad.training.GradientDescent;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import handgrad.training.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Several steps of optimisers that keep numbers, with another learning rate in each, on every plan. */
class OptimiserStepsTest {
    private static final float[] RATES = {0.25f, 0.5f, 0.125f, 0.0625f, 1};

    /** w ← w − η t g, s ← s + t: what a step reads of the rate and of the number of the step shows in the result. */
    private static final Optimiser TELLING = Optimiser.of(
            "telling",
            step -> step.next("s", step.state("s").plus(step.number()))
                    .weight(step.weight().minus(step.rate().times(step.number()).times(step.gradient()))));

    /** With an ε that most gradients do not reach, a small error of a gradient is a small error of the step. */
    private static final Optimiser ADAM = Optimisers.ADAM.with("eps", 0.01);

    /** A gradient in float32 is some 10⁻⁶ off, and what one step errs adds to the next gradients' errors. */
    private static final double TOLERANCE = 1e-4;

    private static final int SIZE = 19;
    private static final int SAMPLES = 40;
    private static final int BATCH = 20;
    private static final int STEPS = 4;

    /** Every number is a sum of few powers of two, so that float32 is exact. */
    @TestFactory
    Stream<DynamicTest> eachStepHasItsRateAndItsNumber() {
        OpenClHere.require();
        final float[] gradients = new float[SIZE];
        final float[] weights = new float[SIZE];
        final float[] sums = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            gradients[i] = i - 3;
            for (int step = 0; step < RATES.length; step++) {
                weights[i] -= RATES[step] * (step + 1) * gradients[i];
                sums[i] += step + 1;
            }
        }
        return OpenClHere.plans()
                .map(plan -> dynamicTest(String.join(":", plan), () -> {
                    final Tensor w = Tensor.parameter("w", Shape.of(SIZE));
                    final Tensor g = Tensor.parameter("g", Shape.of(SIZE));
                    final Tensor s = Tensor.state("s", SIZE);
                    final Tensor rates = Tensor.state("rates", RATES.length);
                    final Tensor position = Tensor.counters("position", 2);
                    final List<Op> ops = List.of(
                            new TakeRate(rates, position, Programs.LEARNING_RATE),
                            new CountStep(Programs.STEP),
                            new Update(TELLING.rule(), w, g, List.of(s), Programs.LEARNING_RATE, Programs.STEP),
                            new Advance(position, 1));
                    final Program program = new Program("steps", ops, List.of());
                    try (Session session = new OpenClBackend().open(new DeviceOptions(plan, 1), List.of(program))) {
                        session.upload(w, new float[SIZE]);
                        session.upload(s, new float[SIZE]);
                        session.upload(g, gradients);
                        session.upload(rates, RATES);
                        session.upload(position, new int[] {0, 0});
                        session.upload(Programs.STEP, new float[] {0});
                        session.run(program, RATES.length);
                        session.finish();
                        assertArrayEquals(weights, downloaded(session, w));
                        assertArrayEquals(sums, downloaded(session, s));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicNode> stepsOfTrainingMatchTheOracle() {
        OpenClHere.require();
        return Stream.of(Optimisers.MOMENTUM, Optimisers.NESTEROV.with("decay", 0.01), ADAM)
                .map(optimiser -> dynamicContainer(
                        optimiser.toString(),
                        // Convolutions take PoCL seconds to compile: one optimiser will do.
                        Stream.of("mlp-regression", "lenet5-modern")
                                .filter(name -> optimiser == ADAM || name.equals("mlp-regression"))
                                .flatMap(name -> againstTheOracle(optimiser, name))));
    }

    private static Stream<DynamicNode> againstTheOracle(Optimiser optimiser, String name) {
        final Training training = new Training(Homework.find(name).orElseThrow(), optimiser);
        final List<float[]> right = training.run(new OracleBackend(), List.of());
        return OpenClHere.plans()
                .map(plan -> dynamicTest(
                        name + " " + String.join(":", plan),
                        () -> training.compare(right, training.run(new OpenClBackend(), plan))));
    }

    private static float[] downloaded(Session session, Tensor tensor) {
        final float[] values = new float[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    /** A few steps on random numbers. */
    static final class Training {
        private final Model model;
        private final GradientDescent descent;
        private final Feed feed;
        private final Dataset data;
        final Program program;
        private final ParameterValues start;

        Training(Model model, Optimiser optimiser) {
            this.model = model;
            this.descent = new GradientDescent(optimiser, true);
            this.data = random(model);
            this.feed = Feed.of("train", data, model.objective().loss(), STEPS * BATCH, STEPS);
            this.program = Programs.trainingStep(model.network(), model.objective(), descent, feed, BATCH);
            final Random random = new Random(3);
            this.start = ParameterValues.of(model.network(), parameter -> {
                final float[] values = new float[parameter.tensor().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian() * 0.1f;
                }
                return values;
            });
        }

        private static Dataset random(Model model) {
            final Random random = new Random(2);
            final float[] inputs = new float[SAMPLES * model.network().input().size()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = (float) random.nextGaussian();
            }
            final int[] labels =
                    random.ints(SAMPLES, 0, model.network().output().size()).toArray();
            final float[] reals = new float[SAMPLES];
            for (int n = 0; n < SAMPLES; n++) {
                reals[n] = random.nextInt(2);
            }
            final Targets targets = model.network().output().size() > 1
                    ? new Targets.Classes(labels, model.network().output().size())
                    : new Targets.Reals(reals, 1);
            return new Dataset("random", model.network().input(), inputs, targets);
        }

        List<float[]> run(Backend backend, List<String> plan) {
            try (Session session = backend.open(new DeviceOptions(plan, 1), List.of(program))) {
                session.upload(feed.inputs(), data.inputs());
                switch (data.targets()) {
                    case Targets.Classes classes -> session.upload(feed.targets(), classes.labels());
                    case Targets.Reals reals -> session.upload(feed.targets(), reals.values());
                }
                session.upload(
                        feed.order(),
                        IntStream.range(0, STEPS * BATCH)
                                .map(i -> i * 7 % SAMPLES)
                                .toArray());
                session.upload(feed.position(), new int[] {0, 0});
                session.upload(feed.rates(), new float[] {0.01f, 0.001f, 0.02f, 0.003f});
                if (descent.rule().countsSteps()) {
                    session.upload(Programs.STEP, new float[] {0});
                }
                start.upload(session);
                final List<Tensor> results = new ArrayList<>();
                for (final Tensor parameter : model.network().parameterTensors()) {
                    results.add(parameter);
                    for (final Tensor state : descent.states(parameter)) {
                        session.upload(state, new float[state.size()]);
                        results.add(state);
                    }
                }
                session.run(program, STEPS);
                session.finish();
                return results.stream()
                        .map(tensor -> downloaded(session, tensor))
                        .toList();
            }
        }

        /** The distance from the oracle's numbers is small beside the way that they went; each step rounds them too. */
        void compare(List<float[]> right, List<float[]> actual) {
            final int each = 1 + descent.rule().states().size();
            for (int r = 0; r < right.size(); r++) {
                final Parameter parameter = model.network().parameters().get(r / each);
                final float[] before = r % each == 0 ? start.elements(parameter) : new float[right.get(r).length];
                final double way = distance(right.get(r), before);
                final double error = distance(right.get(r), actual.get(r));
                assertTrue(
                        way > 0
                                && error
                                        <= TOLERANCE * way
                                                + STEPS
                                                        * 0x1p-24
                                                        * distance(right.get(r), new float[right.get(r).length]),
                        parameter.name() + " " + r % each + " went " + way + " and is " + error + " off");
            }
        }

        private static double distance(float[] one, float[] other) {
            double squares = 0;
            for (int i = 0; i < one.length; i++) {
                squares += ((double) one[i] - other[i]) * ((double) one[i] - other[i]);
            }
            return Math.sqrt(squares);
        }
    }
}
