package handgrad.backend.cpu;

import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sigmoid;
import static handgrad.formula.Terms.softplus;
import static handgrad.network.Layers.activation;
import static handgrad.network.Layers.averagePool;
import static handgrad.network.Layers.convolution;
import static handgrad.network.Layers.flatten;
import static handgrad.network.Layers.linear;
import static handgrad.network.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.oracle.OracleBackend;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.loss.Reduction;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.training.Feed;
import handgrad.training.GradientDescent;
import handgrad.training.Objective;
import handgrad.training.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings with every optimiser, and with activations whose backward step keeps x, x and y, or neither. */
class FormulaTrainingTest {
    private static final Activation SILU = Activation.of(
            "silu",
            x -> x.times(sigmoid(x)),
            (x, y) -> sigmoid(x).times(x.minus(y).plus(1)));
    private static final Activation SOFTPLUS =
            Activation.of("softplus of a test", x -> softplus(x), (x, _) -> sigmoid(x));
    private static final Activation DOUBLE = Activation.of("double", x -> x.times(2), (_, _) -> number(2));

    private static final Network ROWS = Network.of(
            Shape.of(20),
            linear("fc1", 37),
            activation(SILU),
            linear("fc2", 19),
            activation(SOFTPLUS),
            activation(DOUBLE),
            linear("fc3", 10));

    private static final Network IMAGES = Network.of(
            Shape.of(1, 12, 12),
            convolution("c1", 3, 3),
            activation(SILU),
            averagePool(2),
            convolution("c2", 4, 3),
            activation(SOFTPLUS),
            activation(DOUBLE),
            flatten(),
            linear("fc", 10));

    /** A layer of 2¹⁸ weights and more, whose update is fused with the gradient only for plain gradient descent. */
    private static final Network WIDE = Network.of(Shape.of(520), linear("fc1", 513), tanh(), linear("fc2", 10));

    static Stream<Arguments> trainings() {
        return Stream.concat(
                Optimisers.all().stream()
                        .flatMap(optimiser -> Stream.of(
                                Arguments.of("rows", ROWS, optimiser, 33),
                                Arguments.of("images", IMAGES, optimiser, 33))),
                Stream.of(
                        Arguments.of("one sample", ROWS, Optimisers.ADAM, 1),
                        Arguments.of("groups", IMAGES, Optimisers.MOMENTUM, 65),
                        Arguments.of("wide", WIDE, Optimisers.SGD, 33),
                        Arguments.of("wide", WIDE, Optimisers.MOMENTUM, 33)));
    }

    /**
     * Four steps with rates that change. Tolerance as for wide layers in {@link CpuBackendTest}: rounding leaves 1e-6
     * or so relative to the largest element; a rate, a step number or a state of another step would show at 1e-3.
     */
    @ParameterizedTest(name = "{0} {2} {3}")
    @MethodSource("trainings")
    void theOraclesNumbersWhateverTheThreads(String name, Network network, Optimiser optimiser, int batch) {
        final List<float[]> alone = train(new CpuBackend(VectorKernels::new), 1, network, optimiser, batch);
        assertClose(train(new OracleBackend(), 1, network, optimiser, batch), alone);
        assertSame(alone, train(new CpuBackend(VectorKernels::new), 2, network, optimiser, batch));
        assertSame(alone, train(new CpuBackend(PlainKernels::new), 2, network, optimiser, batch));
        assertSame(alone, train(new CpuBackend(), 2, network, optimiser, batch));
    }

    /** The loss of each step, the parameters and what the optimiser keeps, after two intervals of two steps. */
    private static List<float[]> train(Backend backend, int threads, Network network, Optimiser optimiser, int batch) {
        final int samples = 2 * batch;
        final Dataset dataset = new Dataset(
                "noise",
                network.input(),
                new float[samples * network.input().size()],
                new Targets.Classes(new int[samples], 10));
        final Objective objective = new Objective(new SoftmaxCrossEntropy(Reduction.MEAN), true);
        final Feed feed = Feed.of("train", dataset, objective.loss(), samples, 2);
        final GradientDescent descent = new GradientDescent(optimiser, true);
        final Program step = Programs.trainingStep(network, objective, descent, feed, batch);
        final Random random = new Random(11);
        try (Session session = backend.open(new DeviceOptions(List.of(), threads), List.of(step))) {
            session.upload(feed.inputs(), floats(random, feed.inputs().size(), 1));
            session.upload(
                    feed.targets(),
                    IntStream.range(0, samples).map(_ -> random.nextInt(10)).toArray());
            session.upload(feed.order(), IntStream.range(0, samples).toArray());
            session.upload(Objective.LAMBDA, new float[] {0.01f});
            final List<Tensor> results = new ArrayList<>(network.parameterTensors());
            for (final Tensor parameter : network.parameterTensors()) {
                session.upload(parameter, floats(random, parameter.size(), 0.2f));
                results.addAll(descent.states(parameter));
            }
            final List<float[]> values = new ArrayList<>();
            for (int interval = 0; interval < 2; interval++) {
                session.upload(feed.position(), new int[2]);
                session.upload(feed.rates(), new float[] {0.05f / (1 + interval), 0.02f / (1 + interval)});
                session.run(step, 2);
                values.add(download(session, feed.lossHistory()));
            }
            results.forEach(tensor -> values.add(download(session, tensor)));
            return values;
        }
    }

    private static float[] download(Session session, Tensor tensor) {
        final float[] values = new float[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    private static float[] floats(Random random, int count, float scale) {
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return values;
    }

    private static void assertClose(List<float[]> expected, List<float[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int t = 0; t < expected.size(); t++) {
            float largest = 0;
            float worst = 0;
            for (int i = 0; i < expected.get(t).length; i++) {
                largest = Math.max(largest, Math.abs(expected.get(t)[i]));
                final float error = Math.abs(expected.get(t)[i] - actual.get(t)[i]);
                worst = error <= worst ? worst : error;
            }
            assertTrue(worst < 1e-5 * largest, "tensor " + t + ": " + worst + " of " + largest);
        }
    }

    private static void assertSame(List<float[]> expected, List<float[]> actual) {
        for (int t = 0; t < expected.size(); t++) {
            assertArrayEquals(expected.get(t), actual.get(t));
        }
    }
}
