package handgrad.backend.cpu.step.wide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.cpu.CpuBackend;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.rewrite.SizeThresholds;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wide layers leave out what is zero in a batch. The truth is the sums over everything, written out: y begins with
 * the bias and goes through the inputs in order, dw begins with 0 and goes through the samples in order, each step
 * one fused multiply-add. So all comparisons are of bits.
 */
class NonzerosTest {
    private static final float RATE = 0.1f;

    /**
     * A wide layer on its own, trained two steps with gradients of y that are given.
     *
     * @param hasInputGradient whether somebody wants the gradient of the batch: then its weights are updated in
     *     blocks of columns
     */
    private record Layer(int batch, int inputs, int outputs, boolean hasInputGradient) {
        Layer(int batch, int inputs, int outputs) {
            this(batch, inputs, outputs, false);
        }

        /** Two batches and one sample that is never gathered. */
        int samples() {
            return 2 * batch + 1;
        }

        Tensor data() {
            return Tensor.data("data", Shape.of(samples(), inputs));
        }

        Tensor order() {
            return Tensor.counters("order", samples());
        }

        Tensor position() {
            return Tensor.counters("position", 2);
        }

        Tensor x() {
            return Tensor.activation("x", Shape.of(batch, inputs));
        }

        Tensor dy() {
            return Tensor.data("dy", Shape.of(batch, outputs));
        }

        Tensor w() {
            return Tensor.parameter("w", Shape.of(outputs, inputs));
        }

        Tensor b() {
            return Tensor.parameter("b", Shape.of(outputs));
        }

        Tensor y() {
            return Tensor.activation("y", Shape.of(batch, outputs));
        }

        Tensor rate() {
            return Tensor.state("rate", 1);
        }

        Program program() {
            final Tensor dw = Tensor.gradient(w());
            final Tensor db = Tensor.gradient(b());
            final Tensor dx = Tensor.activation("dx", x().shape());
            final List<Op> ops = new ArrayList<>(List.of(
                    new GatherRows(data(), order(), position(), x()),
                    new LinearForward(x(), w(), b(), y()),
                    new LinearBackwardWeight(x(), dy(), dw, db)));
            if (hasInputGradient) {
                ops.add(new LinearBackwardInput(dy(), w(), dx));
            }
            ops.add(Update.plain(w(), dw, rate()));
            ops.add(new Advance(position(), batch));
            return new Program("step", ops, hasInputGradient ? List.of(x(), y(), dx) : List.of(x(), y()));
        }

        /** The order in which samples are gathered: from the last to the first. */
        int sample(int place) {
            return samples() - 1 - place;
        }
    }

    /** What is not zero in the data. */
    private enum Picture {
        NOISE,
        BLANK,
        /** An eighth of the columns, others in each sample, none in most. */
        SPARSE,
        /** Each sample has some consecutive columns, as a drawn digit has: whole vectors are blank in some samples. */
        STRIPES,
        /** The last sample gathered in the first batch, and the first in the second. */
        ONE_SAMPLE,
        FIRST_COLUMN,
        LAST_COLUMN,
        /** The first column of the second vector of 16 on a cache line. */
        ONE_VECTOR;

        boolean has(Layer layer, int place, int column, Random random) {
            return switch (this) {
                case NOISE -> true;
                case BLANK -> false;
                case SPARSE -> random.nextInt(layer.batch * 4) == 0;
                case STRIPES -> (column + 131 * place) % layer.inputs < layer.inputs / 9;
                case ONE_SAMPLE -> place == layer.batch - 1 || place == layer.batch;
                case FIRST_COLUMN -> place == 0 && column == 0 || place == 2 * layer.batch - 1 && column == 1;
                case LAST_COLUMN -> place == layer.batch - 1 && column == layer.inputs - 1;
                case ONE_VECTOR -> place == layer.batch / 2 && column == FloatStore.LEAD + GroupLayout.LANES;
            };
        }
    }

    /** Bytes and what they are as floats; weights, biases and gradients that no sum of a few makes 0. */
    private record Values(byte[] bytes, float[] data, float[] w, float[] b, float[] dy) {
        static Values of(Layer layer, Picture picture) {
            final Random random = new Random(19);
            final byte[] bytes = new byte[layer.data().size()];
            for (int place = 0; place < layer.samples(); place++) {
                for (int c = 0; c < layer.inputs; c++) {
                    if (picture.has(layer, place, c, random)) {
                        bytes[layer.sample(place) * layer.inputs + c] = (byte) (1 + random.nextInt(255));
                    }
                }
            }
            return new Values(
                    bytes,
                    PixelScale.UNIT.toFloats(bytes),
                    floats(random, layer.w().size()),
                    floats(random, layer.b().size()),
                    floats(random, layer.dy().size()));
        }

        private static float[] floats(Random random, int count) {
            final float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        }
    }

    /** x and y of two steps, and the weights after them. */
    private record Results(List<float[]> x, List<float[]> y, float[] w) {
        void assertSame(Results actual, String what) {
            for (int step = 0; step < x.size(); step++) {
                assertArrayEquals(bits(x.get(step)), bits(actual.x.get(step)), what + ": x of step " + step);
                assertArrayEquals(bits(y.get(step)), bits(actual.y.get(step)), what + ": y of step " + step);
            }
            assertArrayEquals(bits(w), bits(actual.w), what + ": w");
        }

        private static int[] bits(float[] values) {
            final int[] bits = new int[values.length];
            Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
            return bits;
        }
    }

    private static Results sumsOverEverything(Layer layer, Values values) {
        final float[] w = values.w.clone();
        final List<float[]> xs = new ArrayList<>();
        final List<float[]> ys = new ArrayList<>();
        for (int step = 0; step < 2; step++) {
            final float[][] x = new float[layer.batch][];
            final float[] y = new float[layer.batch * layer.outputs];
            for (int n = 0; n < layer.batch; n++) {
                final int from = layer.sample(step * layer.batch + n) * layer.inputs;
                x[n] = Arrays.copyOfRange(values.data, from, from + layer.inputs);
                for (int o = 0; o < layer.outputs; o++) {
                    float sum = values.b[o];
                    for (int c = 0; c < layer.inputs; c++) {
                        sum = Math.fma(w[o * layer.inputs + c], x[n][c], sum);
                    }
                    y[n * layer.outputs + o] = sum;
                }
            }
            for (int o = 0; o < layer.outputs; o++) {
                for (int c = 0; c < layer.inputs; c++) {
                    float dw = 0f;
                    for (int n = 0; n < layer.batch; n++) {
                        dw = Math.fma(values.dy[n * layer.outputs + o], x[n][c], dw);
                    }
                    w[o * layer.inputs + c] = Math.fma(-RATE, dw, w[o * layer.inputs + c]);
                }
            }
            final float[] rows = new float[layer.batch * layer.inputs];
            for (int n = 0; n < layer.batch; n++) {
                System.arraycopy(x[n], 0, rows, n * layer.inputs, layer.inputs);
            }
            xs.add(rows);
            ys.add(y);
        }
        return new Results(xs, ys, w);
    }

    private static Results run(Supplier<Kernels> kernels, int threads, Layer layer, Values values, boolean asPixels) {
        final Program program = layer.program();
        try (Session session = new CpuBackend(kernels).open(new DeviceOptions(List.of(), threads), List.of(program))) {
            if (asPixels) {
                session.upload(layer.data(), new Inputs.Pixels(values.bytes, PixelScale.UNIT));
            } else {
                session.upload(layer.data(), values.data);
            }
            final int[] order = new int[layer.samples()];
            Arrays.setAll(order, layer::sample);
            session.upload(layer.order(), order);
            session.upload(layer.position(), new int[2]);
            session.upload(layer.dy(), values.dy);
            session.upload(layer.w(), values.w);
            session.upload(layer.b(), values.b);
            session.upload(layer.rate(), new float[] {RATE});
            final List<float[]> x = new ArrayList<>();
            final List<float[]> y = new ArrayList<>();
            for (int step = 0; step < 2; step++) {
                session.run(program, 1);
                x.add(values(session, layer.x()));
                y.add(values(session, layer.y()));
            }
            return new Results(x, y, values(session, layer.w()));
        }
    }

    private static float[] values(Session session, Tensor tensor) {
        final float[] values = new float[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    private static void assertExact(Layer layer, Values values, boolean asPixels) {
        final Results expected = sumsOverEverything(layer, values);
        expected.assertSame(run(VectorKernels::new, 2, layer, values, asPixels), "two threads");
        expected.assertSame(run(VectorKernels::new, 1, layer, values, asPixels), "one thread");
        expected.assertSame(run(PlainKernels::new, 2, layer, values, asPixels), "plain loops");
    }

    /** Rows of weights that begin with an edge of 12 columns and end with one of 4, in groups that are full. */
    @ParameterizedTest
    @EnumSource(Picture.class)
    void zerosAreLeftOutWithoutATrace(Picture picture) {
        final Layer layer = new Layer(32, 784, 335);
        assertExact(layer, Values.of(layer, picture), true);
    }

    /**
     * A batch of one, of groups that are not full, of rows that 16 does not divide, and of so many taps and groups
     * that sums go on in a second cacheful of them.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 784, 335, STRIPES",
        "1, 784, 335, BLANK",
        "7, 530, 500, STRIPES",
        "33, 530, 500, SPARSE",
        "17, 530, 500, ONE_SAMPLE",
        "33, 16, 16400, LAST_COLUMN",
        "65, 4200, 66, STRIPES",
        "65, 4200, 66, ONE_VECTOR"
    })
    void batchesAndRowsMayHaveAnySize(int batch, int inputs, int outputs, Picture picture) {
        final Layer layer = new Layer(batch, inputs, outputs);
        assertTrue(SizeThresholds.isWide(layer.w()));
        assertExact(layer, Values.of(layer, picture), false);
    }

    /** A program that computes the gradient of the batch as well. */
    @Test
    void weightsInBlocksOfColumnsAreUpdatedToo() {
        final Layer layer = new Layer(32, 784, 335, true);
        assertEquals(1, WideBackwardFusion.find(layer.program()).size());
        assertExact(layer, Values.of(layer, Picture.STRIPES), true);
    }

    /**
     * −0 is a zero; the smallest number and NaN are none. The weights are large, so that the smallest number counts.
     */
    @Test
    void floatsMayBeAnyNumber() {
        final Layer layer = new Layer(32, 784, 335);
        final Values values = Values.of(layer, Picture.STRIPES);
        for (int o = 0; o < layer.outputs; o++) {
            values.w[o * layer.inputs + 500] = 0x1p120f;
            values.b[o] = 0x1p-60f;
        }
        final float[] data = values.data;
        final int inputs = layer.inputs;
        for (int place = 0; place < layer.samples(); place++) {
            final int row = layer.sample(place) * inputs;
            for (int c = 0; c < inputs; c++) {
                if (data[row + c] == 0f && (c + place) % 3 == 0) {
                    data[row + c] = -0f;
                }
            }
            Arrays.fill(data, row + 490, row + 510, -0f);
        }
        Arrays.fill(data, layer.sample(3) * inputs, layer.sample(3) * inputs + inputs, -0f);
        data[layer.sample(3) * inputs + 500] = Float.MIN_VALUE;
        data[layer.sample(4) * inputs + 495] = -3f;
        data[layer.sample(5) * inputs + 20] = Float.POSITIVE_INFINITY;
        final Results expected = sumsOverEverything(layer, values);
        // 2¹²⁰ · 2⁻¹⁴⁹ = 2⁻²⁹ on top of a bias of 2⁻⁶⁰.
        assertEquals(0x1p-29f, expected.y.getFirst()[3 * layer.outputs], 0x1p-50f);
        assertExact(layer, values, false);
        data[layer.sample(layer.batch - 1) * inputs + 700] = Float.NaN;
        assertTrue(Float.isNaN(
                run(VectorKernels::new, 2, layer, values, false).y.getFirst()[(layer.batch - 1) * layer.outputs]));
    }

    /**
     * As {@link NonzeroTaps} says: only weights that are no numbers tell whether a blank column was multiplied with
     * them. They stay as they are.
     */
    @Test
    void aBlankColumnDoesNotTouchWeightsThatAreNoNumbers() {
        final Layer layer = new Layer(32, 784, 335);
        final Values values = Values.of(layer, Picture.ONE_VECTOR);
        values.w[0] = Float.NaN;
        values.w[300] = Float.POSITIVE_INFINITY;
        final Results results = run(VectorKernels::new, 2, layer, values, true);
        assertTrue(Float.isFinite(results.y.getFirst()[0]));
        assertTrue(Float.isNaN(results.w[0]));
        assertEquals(Float.POSITIVE_INFINITY, results.w[300]);
    }
}
