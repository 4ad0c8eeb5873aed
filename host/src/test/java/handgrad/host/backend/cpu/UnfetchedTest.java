package handgrad.host.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.host.backend.oracle.OracleBackend;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ElementType;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnfetchedTest {
    private static final int WIDTH = 75;
    private static final int FIRST = 3;

    /** One row of weights on a batch of pixels: scores, losses, hits and gradients. */
    private record Case(int batch, int width, SampleLoss function) {
        Tensor data() {
            return Tensor.data("data", Shape.of(batch + FIRST + 2, width));
        }

        Tensor labels() {
            return Tensor.data("labels", Shape.of(batch + FIRST + 2, 1));
        }

        Tensor order() {
            return Tensor.counters("order", batch + FIRST + 2);
        }

        Tensor position() {
            return Tensor.counters("position", 2);
        }

        Tensor x() {
            return Tensor.activation("x", Shape.of(batch, width));
        }

        Tensor targets() {
            return Tensor.activation("targets", Shape.of(batch, 1));
        }

        Tensor w() {
            return Tensor.parameter("w", Shape.of(1, width));
        }

        Tensor b() {
            return Tensor.parameter("b", Shape.of(1));
        }

        Tensor y() {
            return Tensor.activation("y", Shape.of(batch, 1));
        }

        Tensor dy() {
            return Tensor.activation("dy", Shape.of(batch, 1));
        }

        Tensor losses() {
            return Tensor.activation("losses", Shape.of(batch));
        }

        Tensor hits() {
            return new Tensor("hits", Shape.of(batch), ElementType.INT32, Role.ACTIVATION);
        }

        GatherRows gather() {
            return new GatherRows(data(), order(), position(), x());
        }

        LinearForward forward() {
            return new LinearForward(x(), w(), b(), y());
        }

        LinearBackwardWeight gradient() {
            return new LinearBackwardWeight(x(), dy(), Tensor.gradient(w()), Tensor.gradient(b()));
        }

        Program program() {
            return new Program(
                    "step",
                    List.of(
                            gather(),
                            new GatherRows(labels(), order(), position(), targets()),
                            forward(),
                            new ScoreLossForward(function, y(), targets(), losses()),
                            new ScoreHits(y(), targets(), hits(), 0.25f, 0.5f),
                            new ScoreLossBackward(function, y(), targets(), dy(), 0.5f),
                            gradient()),
                    List.of(y(), losses(), dy(), hits(), Tensor.gradient(w()), Tensor.gradient(b())));
        }
    }

    /** The outputs of one run on noise that begins at the fourth place of a shuffled order; hits as floats. */
    private static List<float[]> run(Backend backend, int threads, Case c, PixelScale scale, boolean asPixels) {
        final Program program = c.program();
        final Random random = new Random(5);
        final int samples = c.data().shape().batch();
        final byte[] bytes = new byte[c.data().size()];
        random.nextBytes(bytes);
        final float[] labels = new float[samples];
        final int[] order = new int[samples];
        for (int n = 0; n < samples; n++) {
            labels[n] = random.nextInt(2);
            order[n] = random.nextInt(samples);
        }
        final float[] weights = new float[c.width()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (float) (random.nextGaussian() / Math.sqrt(c.width())) / scale.largest();
        }
        try (Session session = backend.open(new DeviceOptions(List.of(), threads), List.of(program))) {
            final Inputs.Pixels pixels = new Inputs.Pixels(bytes, scale);
            if (asPixels) {
                session.upload(c.data(), pixels);
            } else {
                session.upload(c.data(), pixels.floats());
            }
            session.upload(c.labels(), labels);
            session.upload(c.order(), order);
            session.upload(c.position(), new int[] {FIRST, 0});
            session.upload(c.w(), weights);
            session.upload(c.b(), new float[] {0.1f});
            session.run(program, 1);
            final List<float[]> results = new ArrayList<>();
            for (final Tensor output : program.outputs()) {
                results.add(values(session, output));
            }
            return results;
        }
    }

    private static float[] values(Session session, Tensor output) {
        final float[] values = new float[output.size()];
        switch (output.type()) {
            case FLOAT32 -> session.download(output, values);
            case INT32 -> {
                final int[] ints = new int[output.size()];
                session.download(output, ints);
                for (int i = 0; i < ints.length; i++) {
                    values[i] = ints[i];
                }
            }
        }
        return values;
    }

    /**
     * Pixels that are read in place give the bits that fetched ones give, whatever they are, and what the float64 oracle gives: widths that 16 or 64 divide or not, last
     * groups of 1 to 15 samples, batches whose gradient is summed in parts and without one. Against the oracle, sums of 14,000 terms that
     * are added in parts are off by 1e-6 or so of the largest element (and no score of these is so near its threshold); a sample or a pixel that were left out or counted twice would show at 1e-3.
     */
    @ParameterizedTest
    @CsvSource({
        "1345, 784, BINARY_CROSS_ENTROPY, UNIT",
        "1351, 784, LOGISTIC, RAW",
        "14001, 75, SQUARED_PROBABILITY, UNIT",
        "16399, 64, HINGE, UNIT",
        "16386, 64, SQUARED_ERROR, RAW",
        "13999, 75, HALF_SQUARED_ERROR, UNIT"
    })
    void pixelsReadInPlaceGiveTheBitsOfFetchedOnes(int batch, int width, SampleLoss function, PixelScale scale) {
        final Case c = new Case(batch, width, function);
        assertEquals(3, Unfetched.find(c.program()).size());
        final List<float[]> inPlace = run(new CpuBackend(VectorKernels::new), 2, c, scale, true);
        final List<float[]> expected = run(new OracleBackend(), 1, c, scale, false);
        for (int i = 0; i < expected.size(); i++) {
            float largest = 0f;
            for (final float value : expected.get(i)) {
                largest = Math.max(largest, Math.abs(value));
            }
            final boolean isHits = c.program().outputs().get(i).equals(c.hits());
            assertArrayEquals(expected.get(i), inPlace.get(i), isHits ? 0f : 2e-5f * largest, "output " + i);
        }
        assertSame(inPlace, run(new CpuBackend(VectorKernels::new), 1, c, scale, true), "one thread");
        assertSame(inPlace, run(new CpuBackend(VectorKernels::new), 2, c, scale, false), "floats");
        assertSame(inPlace, run(new CpuBackend(PlainKernels::new), 2, c, scale, true), "plain loops");
    }

    private static void assertSame(List<float[]> expected, List<float[]> actual, String what) {
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), what + ", output " + i);
        }
    }

    /** What else reads the batch, or changes what tells where it is, has it fetched. */
    @Test
    void whoeverElseWantsTheBatchHasItFetched() {
        final Case c = new Case(1400, 784, SampleLoss.LOGISTIC);
        final Tensor z = Tensor.activation("z", Shape.of(1400, 784));
        assertTrue(isFetched(List.of(c.gather(), c.forward()), List.of(c.x())));
        assertTrue(isFetched(List.of(c.gather()), List.of(c.x())));
        assertTrue(isFetched(
                List.of(c.gather(), c.forward(), new ActivationForward(new Activation.Relu(), c.x(), z)),
                List.of(c.y(), z)));
        assertTrue(isFetched(List.of(c.gather(), new Advance(c.position(), 1), c.forward()), List.of(c.y())));
        assertTrue(isFetched(
                List.of(
                        c.gather(),
                        c.forward(),
                        new GatherRows(c.labels(), c.order(), c.position(), c.dy()),
                        new Advance(c.position(), 1),
                        c.gradient()),
                List.of(c.y())));
        final Case narrow = new Case(20_000, WIDTH - 12, SampleLoss.LOGISTIC);
        assertTrue(isFetched(List.of(narrow.gather(), narrow.forward()), List.of(narrow.y())));
        // A gradient that is not summed in parts reads the whole batch.
        final Case small = new Case(100, 784, SampleLoss.LOGISTIC);
        assertTrue(isFetched(
                List.of(
                        small.gather(),
                        small.forward(),
                        new GatherRows(small.labels(), small.order(), small.position(), small.dy()),
                        small.gradient()),
                List.of(small.y())));

        assertEquals(2, found(List.of(c.gather(), c.forward(), new Advance(c.position(), 1)), List.of(c.y())));
    }

    private static boolean isFetched(List<Op> ops, List<Tensor> outputs) {
        return found(ops, outputs) == 0;
    }

    private static int found(List<Op> ops, List<Tensor> outputs) {
        return Unfetched.find(new Program("test", ops, outputs)).size();
    }
}
