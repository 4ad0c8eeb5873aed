package handgrad.host.training;

import static handgrad.network.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.oracle.OracleBackend;
import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.loss.Reduction;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import handgrad.training.DataSource.Named;
import handgrad.training.Initialiser;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.ParameterValues;
import handgrad.training.Recipe;
import handgrad.training.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The trainer on the float64 oracle, against softmax regression written out in this file. */
class TrainerTest {
    private static final int FEATURES = 4;
    private static final int CLASSES = 3;
    private static final int BATCH = 3;
    private static final int EPOCHS = 2;
    private static final float LEARNING_RATE = 0.5f;

    /** Seven samples in batches of three leave a last batch of one. */
    private final Dataset train = samples("train", 7, 1);

    private final Dataset test = samples("test", 5, 2);

    private static Dataset samples(String name, int count, long seed) {
        final Random random = new Random(seed);
        final float[] inputs = new float[count * FEATURES];
        final int[] labels = new int[count];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        for (int n = 0; n < count; n++) {
            labels[n] = random.nextInt(CLASSES);
        }
        return new Dataset(name, Shape.of(FEATURES), inputs, new Targets.Classes(labels, CLASSES));
    }

    private static Model model(Sampling sampling, float learningRate) {
        return new Model(
                "regression",
                "softmax regression",
                Network.of(Shape.of(FEATURES), linear("l1", CLASSES)),
                new Objective(new SoftmaxCrossEntropy(Reduction.MEAN), false),
                new Recipe(
                        Named.of("samples"), learningRate, BATCH, EPOCHS, sampling, new Initialiser.PyTorchDefault()));
    }

    private TrainingResult run(Model model, ParameterValues initial, TrainingListener listener) {
        final Trainer trainer = new Trainer(model, new Split("samples", train, test));
        try (Session session = new OracleBackend().open(DeviceOptions.defaults(), trainer.programs())) {
            return trainer.train(session, initial, RandomStream.of(5), listener);
        }
    }

    private ParameterValues initial(Model model) {
        return ParameterValues.initial(model.network(), model.recipe().initialiser(), RandomStream.of(3));
    }

    @Test
    void trainsAsSoftmaxRegressionWrittenOut() {
        final Model model = model(new Sampling.InOrder(), LEARNING_RATE);
        final ParameterValues initial = initial(model);
        final List<Parameter> parameters = model.network().parameters();
        final WrittenOut expected =
                new WrittenOut(initial.elements(parameters.get(0)), initial.elements(parameters.get(1)));
        final double[][] stepLosses = new double[EPOCHS][];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            stepLosses[epoch] =
                    new double[] {expected.step(train, 0, 3), expected.step(train, 3, 6), expected.step(train, 6, 7)};
        }

        final TrainingResult result = run(model, initial, new TrainingListener() {});

        // Both compute in float64; downloads and step losses are rounded to float32 once: 2⁻²⁴ relative.
        assertArrayEquals(expected.weights(), result.parameters().elements(parameters.get(0)), 1e-6f);
        assertArrayEquals(expected.biases(), result.parameters().elements(parameters.get(1)), 1e-6f);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            final EpochResult actual = result.epochs().get(epoch);
            for (int step = 0; step < 3; step++) {
                assertEquals(stepLosses[epoch][step], actual.stepLosses().get(step), 1e-6);
            }
            final double[] l = stepLosses[epoch];
            assertEquals((3 * l[0] + 3 * l[1] + l[2]) / 7, actual.running().loss(), 1e-6);
        }
        assertEquals(expected.loss(train, 0, 7), result.train().loss(), 1e-6);
        assertEquals(expected.loss(test, 0, 5), result.test().loss(), 1e-6);
        assertEquals(expected.accuracy(test), result.test().accuracy(), 0);
        assertEquals(expected.accuracy(train), result.train().accuracy(), 0);
    }

    @Test
    void theOrderOfTheSamplesComesFromTheStream() {
        final Model model = model(new Sampling.Shuffled(), LEARNING_RATE);
        final ParameterValues initial = initial(model);
        final List<Parameter> parameters = model.network().parameters();
        final WrittenOut expected =
                new WrittenOut(initial.elements(parameters.get(0)), initial.elements(parameters.get(1)));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            final int[] order = RandomStream.of(5).derive("order", epoch).permutation(7);
            final Dataset shuffled = reordered(order);
            expected.step(shuffled, 0, 3);
            expected.step(shuffled, 3, 6);
            expected.step(shuffled, 6, 7);
        }

        final TrainingResult result = run(model, initial, new TrainingListener() {});

        assertArrayEquals(expected.weights(), result.parameters().elements(parameters.get(0)), 1e-6f);
    }

    private Dataset reordered(int[] order) {
        final float[] inputs = new float[train.inputs().size()];
        final int[] labels = new int[order.length];
        for (int n = 0; n < order.length; n++) {
            System.arraycopy(train.inputs().floats(), order[n] * FEATURES, inputs, n * FEATURES, FEATURES);
            labels[n] = ((Targets.Classes) train.targets()).labels()[order[n]];
        }
        return new Dataset("reordered", Shape.of(FEATURES), inputs, new Targets.Classes(labels, CLASSES));
    }

    @Test
    void epochsRunTogetherAreTheSameAsOneByOne() {
        final Model oneByOne = model(new Sampling.Shuffled(), LEARNING_RATE);
        final Model many = oneByOne.withRecipe(oneByOne.recipe().withEpochs(5).withReportEvery(3));
        final Model single = oneByOne.withRecipe(oneByOne.recipe().withEpochs(5));
        final List<String> progress = new ArrayList<>();

        final TrainingResult expected = run(single, initial(oneByOne), new TrainingListener() {});
        final TrainingResult actual = run(many, initial(oneByOne), new TrainingListener() {
            @Override
            public void progressed(Progress reached) {
                progress.add(reached.epoch() + ":" + reached.samples());
            }
        });

        assertEquals(
                List.of(3, 5), actual.epochs().stream().map(EpochResult::epoch).toList());
        assertEquals(
                List.of(3, 2), actual.epochs().stream().map(EpochResult::epochs).toList());
        assertEquals(losses(expected), losses(actual));
        final List<Measure> tests =
                expected.epochs().stream().map(EpochResult::test).toList();
        assertEquals(
                List.of(tests.get(2), tests.get(4)),
                actual.epochs().stream().map(EpochResult::test).toList());
        assertEquals(
                (expected.epochs().get(3).running().loss()
                                + expected.epochs().get(4).running().loss())
                        / 2,
                actual.epochs().getLast().running().loss(),
                1e-12);
        for (final Parameter parameter : oneByOne.network().parameters()) {
            assertArrayEquals(
                    expected.parameters().elements(parameter),
                    actual.parameters().elements(parameter));
        }
        assertEquals(
                "3:7",
                progress.stream().filter(text -> text.startsWith("3")).toList().getLast());
        assertEquals("5:7", progress.getLast());
    }

    private static List<Float> losses(TrainingResult result) {
        return result.epochs().stream()
                .flatMap(epoch -> epoch.stepLosses().stream())
                .toList();
    }

    @Test
    void stopsWhenTheLossIsNoNumberAnyMore() {
        final Model model = model(new Sampling.InOrder(), LEARNING_RATE);
        final ParameterValues broken = ParameterValues.of(model.network(), parameter -> {
            final float[] values = new float[parameter.shape().size()];
            Arrays.fill(values, Float.NaN);
            return values;
        });

        final DivergedException thrown =
                assertThrows(DivergedException.class, () -> run(model, broken, new TrainingListener() {}));

        assertTrue(thrown.getMessage().contains("epoch 1, step 1"), thrown.getMessage());
    }

    @Test
    void refusesDataOfAnotherShape() {
        final Dataset wide = new Dataset("wide", Shape.of(9), new float[9], new Targets.Classes(new int[] {0}, 2));
        final Model model = model(new Sampling.InOrder(), LEARNING_RATE);

        assertThrows(UserError.class, () -> new Trainer(model, new Split("wide", wide, wide)));
    }

    /** Softmax regression, y = softmax(W x + b), in the plainest loops. */
    private static final class WrittenOut {
        private final double[] w = new double[CLASSES * FEATURES];
        private final double[] b = new double[CLASSES];

        WrittenOut(float[] weights, float[] biases) {
            for (int i = 0; i < w.length; i++) {
                w[i] = weights[i];
            }
            for (int i = 0; i < b.length; i++) {
                b[i] = biases[i];
            }
        }

        double[] probabilities(Dataset data, int n) {
            final double[] p = new double[CLASSES];
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                double z = b[k];
                for (int c = 0; c < FEATURES; c++) {
                    z += w[k * FEATURES + c] * data.inputs().floats()[n * FEATURES + c];
                }
                p[k] = Math.exp(z);
                sum += p[k];
            }
            for (int k = 0; k < CLASSES; k++) {
                p[k] /= sum;
            }
            return p;
        }

        static int label(Dataset data, int n) {
            return ((Targets.Classes) data.targets()).labels()[n];
        }

        double loss(Dataset data, int from, int to) {
            double sum = 0;
            for (int n = from; n < to; n++) {
                sum -= Math.log(probabilities(data, n)[label(data, n)]);
            }
            return sum / (to - from);
        }

        double accuracy(Dataset data) {
            int right = 0;
            for (int n = 0; n < data.count(); n++) {
                final double[] p = probabilities(data, n);
                int best = 0;
                for (int k = 1; k < CLASSES; k++) {
                    best = p[k] > p[best] ? k : best;
                }
                right += best == label(data, n) ? 1 : 0;
            }
            return (double) right / data.count();
        }

        double step(Dataset data, int from, int to) {
            final double before = loss(data, from, to);
            final double[] dw = new double[w.length];
            final double[] db = new double[b.length];
            for (int n = from; n < to; n++) {
                final double[] p = probabilities(data, n);
                for (int k = 0; k < CLASSES; k++) {
                    final double dz = (p[k] - (k == label(data, n) ? 1 : 0)) / (to - from);
                    db[k] += dz;
                    for (int c = 0; c < FEATURES; c++) {
                        dw[k * FEATURES + c] += dz * data.inputs().floats()[n * FEATURES + c];
                    }
                }
            }
            for (int i = 0; i < w.length; i++) {
                w[i] -= LEARNING_RATE * dw[i];
            }
            for (int i = 0; i < b.length; i++) {
                b[i] -= LEARNING_RATE * db[i];
            }
            return before;
        }

        float[] weights() {
            return floats(w);
        }

        float[] biases() {
            return floats(b);
        }

        private static float[] floats(double[] values) {
            final float[] floats = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }
    }
}
