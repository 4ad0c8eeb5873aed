package handgrad.backend.cpu.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.StepProfile;
import handgrad.backend.StepProfiler;
import handgrad.backend.cpu.CpuBackend;
import handgrad.backend.cpu.execution.ThreadCountTuner;
import handgrad.backend.cpu.execution.ThreadUse;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.oracle.OracleBackend;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.loss.SampleLosses;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ElementType;
import handgrad.program.LinearOp;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Op;
import handgrad.program.PenaltyFunction;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatherElisionTest {
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

    /**
     * Ten rows of weights on a batch of pixels, so many in a hundred of which are not blank, which are updated with a
     * penalty.
     */
    private record Ten(int batch, int width, int nonblank) {
        private static final int CLASSES = 10;

        Ten(int batch, int width) {
            this(batch, width, 100);
        }

        /** Where few pixels are not blank, every third sample has none such. */
        byte[] pixels(Random random) {
            final byte[] pixels = new byte[data().size()];
            random.nextBytes(pixels);
            for (int i = 0; i < pixels.length; i++) {
                if (random.nextInt(100) >= nonblank || nonblank < 100 && i / width % 3 == 1) {
                    pixels[i] = 0;
                }
            }
            return pixels;
        }

        int samples() {
            return batch + FIRST + 2;
        }

        Tensor data() {
            return Tensor.data("data", Shape.of(samples(), width));
        }

        Tensor labels() {
            return Tensor.labels("labels", samples());
        }

        Tensor order() {
            return Tensor.counters("order", samples());
        }

        Tensor position() {
            return Tensor.counters("position", 2);
        }

        Tensor w() {
            return Tensor.parameter("w", Shape.of(CLASSES, width));
        }

        Tensor b() {
            return Tensor.parameter("b", Shape.of(CLASSES));
        }

        Tensor rate() {
            return Tensor.state("rate", 1);
        }

        Program program() {
            final Tensor x = Tensor.activation("x", Shape.of(batch, width));
            final Tensor y = Tensor.activation("y", Shape.of(batch, CLASSES));
            final Tensor dy = Tensor.activation("dy", Shape.of(batch, CLASSES));
            final Tensor targets = new Tensor("targets", Shape.of(batch), ElementType.INT32, Role.ACTIVATION);
            final Tensor hits = new Tensor("hits", Shape.of(batch), ElementType.INT32, Role.ACTIVATION);
            final Tensor losses = Tensor.activation("losses", Shape.of(batch));
            final Tensor dw = Tensor.gradient(w());
            final Tensor db = Tensor.gradient(b());
            return new Program(
                    "step",
                    List.of(
                            new GatherRows(data(), order(), position(), x),
                            new GatherLabels(labels(), order(), position(), targets),
                            new LinearForward(x, w(), b(), y),
                            new SoftmaxCrossEntropyForward(y, targets, losses),
                            new ClassHits(y, targets, hits),
                            new SoftmaxCrossEntropyBackward(y, targets, dy, 0.5f),
                            new LinearBackwardWeight(x, dy, dw, db),
                            new AddPenaltyGradient(PenaltyFunction.L2, w(), rate(), dw),
                            Update.plain(w(), dw, rate()),
                            Update.plain(b(), db, rate())),
                    List.of(y, losses, dy, hits, dw, db));
        }
    }

    /** The outputs of two runs, and the parameters after them, as those of one score. */
    private static List<float[]> run(Backend backend, int threads, Ten c, boolean asPixels) {
        return run(backend, threads, c, asPixels, 2);
    }

    private static List<float[]> run(Backend backend, int threads, Ten c, boolean asPixels, int times) {
        final Program program = c.program();
        final Random random = new Random(5);
        final byte[] bytes = c.pixels(random);
        final float[] weights = new float[c.w().size()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (float) (random.nextGaussian() / Math.sqrt(c.width()));
        }
        try (Session session = backend.open(new DeviceOptions(List.of(), threads), List.of(program))) {
            final Inputs.Pixels pixels = new Inputs.Pixels(bytes, PixelScale.UNIT);
            if (asPixels) {
                session.upload(c.data(), pixels);
            } else {
                session.upload(c.data(), pixels.floats());
            }
            session.upload(c.labels(), random.ints(c.samples(), 0, Ten.CLASSES).toArray());
            session.upload(c.order(), random.ints(c.samples(), 0, c.samples()).toArray());
            session.upload(c.position(), new int[] {FIRST, 0});
            session.upload(c.w(), weights);
            session.upload(c.b(), new float[Ten.CLASSES]);
            session.upload(c.rate(), new float[] {0.01f});
            session.run(program, times);
            final List<float[]> results = new ArrayList<>();
            for (final Tensor output : program.outputs()) {
                results.add(values(session, output));
            }
            results.add(values(session, c.w()));
            results.add(values(session, c.b()));
            return results;
        }
    }

    /**
     * The same for ten rows of weights and their gradient: widths that 16, 32 or the columns of a block, 160, divide
     * or not, groups that are full or not. An update of a column that came twice, or not at all, would show at 1e-3
     * of the largest element; rounding is below 1e-6, and twice as much after the second run. Where one pixel in a
     * hundred is not blank, most stretches of 16 and of 32 columns are left out of the sums, of some samples or of
     * all.
     */
    @ParameterizedTest
    @CsvSource({
        "33, 784, 100",
        "128, 784, 100",
        "100, 75, 100",
        "31, 64, 100",
        "40, 170, 100",
        "96, 335, 100",
        "5, 784, 100",
        "256, 320, 100",
        "33, 784, 1",
        "128, 784, 1",
        "100, 75, 1",
        "31, 64, 1",
        "96, 335, 1",
        "130, 1024, 1",
        "40, 1023, 1",
        "20, 784, 0"
    })
    void tenClassesOfPixelsInPlaceGiveTheBitsOfFetchedOnes(int batch, int width, int nonblank) {
        final Ten c = new Ten(batch, width, nonblank);
        assertEquals(3, GatherElision.find(c.program()).size());
        final List<float[]> inPlace = run(new CpuBackend(VectorKernels::new), 2, c, true);
        final List<float[]> expected = run(new OracleBackend(), 1, c, false);
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), inPlace.get(i), 2e-5f * largest(expected.get(i)), "output " + i);
        }
        assertSame(inPlace, run(new CpuBackend(VectorKernels::new), 1, c, true), "one thread");
        assertSame(inPlace, run(new CpuBackend(VectorKernels::new), 2, c, false), "floats");
        assertSame(inPlace, run(new CpuBackend(PlainKernels::new), 2, c, true), "plain loops");
    }

    /** A plan for pixels does not read floats, nor the other way round, when data of the other kind are uploaded. */
    @Test
    void dataMayChangeBetweenPixelsAndFloats() {
        final Ten c = new Ten(33, 784, 100);
        final List<float[]> expected = trainOn(c, false, false, false);
        assertSame(expected, trainOn(c, true, false, true), "pixels, floats, pixels");
        assertSame(expected, trainOn(c, false, true, true), "floats, pixels, pixels");
    }

    /** The weights after each of some steps, before which data are uploaded as pixels or as floats. */
    private static List<float[]> trainOn(Ten c, boolean... asPixels) {
        final Random random = new Random(7);
        final Inputs.Pixels pixels = new Inputs.Pixels(c.pixels(random), PixelScale.UNIT);
        final Program program = c.program();
        final List<float[]> weights = new ArrayList<>();
        try (Session session =
                new CpuBackend(VectorKernels::new).open(new DeviceOptions(List.of(), 2), List.of(program))) {
            session.upload(c.labels(), random.ints(c.samples(), 0, Ten.CLASSES).toArray());
            session.upload(c.order(), random.ints(c.samples(), 0, c.samples()).toArray());
            session.upload(c.w(), new float[c.w().size()]);
            session.upload(c.b(), new float[Ten.CLASSES]);
            session.upload(c.rate(), new float[] {0.01f});
            for (final boolean isPixels : asPixels) {
                if (isPixels) {
                    session.upload(c.data(), pixels);
                } else {
                    session.upload(c.data(), pixels.floats());
                }
                session.upload(c.position(), new int[] {FIRST, 0});
                session.run(program, 1);
                weights.add(values(session, c.w()));
            }
            return weights;
        }
    }

    /** So many steps that some are run by one thread and some by two, whoever is quicker ({@link ThreadCountTuner}). */
    @Test
    void whoRunsAStepDoesNotChangeABit() {
        final Ten c = new Ten(128, 784, 1);
        assertEquals(ThreadUse.TUNED, ThreadUse.of(2, c.program()));
        assertSame(
                run(new CpuBackend(VectorKernels::new), 1, c, true, 2200),
                run(new CpuBackend(VectorKernels::new), 2, c, true, 2200),
                "two threads");
    }

    /**
     * One pixel in a hundred is not blank, and only two samples of three: so much arithmetic is counted where the
     * others are left out, all of it where floats are fetched.
     */
    @Test
    void whatIsLeftOutIsNotCounted() {
        final Ten c = new Ten(128, 784, 1);
        final Program program = c.program();
        final byte[] pixels = c.pixels(new Random(5));
        int nonblank = 0;
        for (final byte pixel : pixels) {
            nonblank += pixel == 0 ? 0 : 1;
        }
        final double density = (double) nonblank / pixels.length;
        for (final boolean asPixels : List.of(true, false)) {
            try (Session session =
                    new CpuBackend(VectorKernels::new).open(new DeviceOptions(List.of(), 1), List.of(program))) {
                final Inputs.Pixels inputs = new Inputs.Pixels(pixels, PixelScale.UNIT);
                if (asPixels) {
                    session.upload(c.data(), inputs);
                } else {
                    session.upload(c.data(), inputs.floats());
                }
                final StepProfile profile = ((StepProfiler) session).profile(program, 1);
                final Map<Boolean, Long> pieces = profile.pieces().stream()
                        .filter(piece -> piece.ops().stream().anyMatch(LinearOp.class::isInstance))
                        .collect(Collectors.partitioningBy(
                                piece -> Math.abs(piece.share() - (asPixels ? density : 1)) < 1e-9,
                                Collectors.counting()));
                assertEquals(Map.of(true, 2L, false, 0L), pieces);
            }
        }
    }

    private static float largest(float[] values) {
        float largest = 0f;
        for (final float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
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
     * Pixels that are read in place give the bits that fetched ones give, whatever they are, and what the float64
     * oracle gives: widths that 16 or 64 divide or not, last groups of 1 to 15 samples, batches whose gradient is
     * summed in parts and without one. Against the oracle, sums of 14,000 terms that are added in parts are off by
     * 1e-6 or so of the largest element (and no score of these is so near its threshold); a sample or a pixel that
     * were left out or counted twice would show at 1e-3.
     */
    @ParameterizedTest
    @CsvSource({
        "1345, 784, binary cross-entropy, UNIT",
        "1351, 784, logistic, RAW",
        "14001, 75, squared probability, UNIT",
        "16399, 64, hinge, UNIT",
        "16386, 64, squared error, RAW",
        "13999, 75, half squared error, UNIT"
    })
    void pixelsReadInPlaceGiveTheBitsOfFetchedOnes(int batch, int width, String loss, PixelScale scale) {
        final SampleLoss function = SampleLosses.all().stream()
                .filter(one -> one.name().equals(loss))
                .findAny()
                .orElseThrow();
        final Case c = new Case(batch, width, function);
        assertEquals(3, GatherElision.find(c.program()).size());
        final List<float[]> inPlace = run(new CpuBackend(VectorKernels::new), 2, c, scale, true);
        final List<float[]> expected = run(new OracleBackend(), 1, c, scale, false);
        for (int i = 0; i < expected.size(); i++) {
            // Hits are 0 or 1: these 2e-5 of the largest of them leave no other.
            assertArrayEquals(expected.get(i), inPlace.get(i), 2e-5f * largest(expected.get(i)), "output " + i);
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
        final Case c = new Case(1400, 784, SampleLosses.LOGISTIC);
        final Tensor z = Tensor.activation("z", Shape.of(1400, 784));
        assertTrue(isFetched(List.of(c.gather(), c.forward()), List.of(c.x())));
        assertTrue(isFetched(List.of(c.gather()), List.of(c.x())));
        assertTrue(isFetched(
                List.of(c.gather(), c.forward(), new ActivationForward(Activations.RELU, c.x(), z)),
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
        final Ten ten = new Ten(100, 784);
        assertEquals(3, GatherElision.find(ten.program()).size());
        assertEquals(
                0,
                GatherElision.find(new Ten(100, 1025).program()).size(),
                "more columns than there are bits for blocks of pixels");
        final Ten large = new Ten(1400, 784);
        assertEquals(0, GatherElision.find(large.program()).size(), "a gradient that is summed in parts");
        final Case narrow = new Case(20_000, WIDTH - 12, SampleLosses.LOGISTIC);
        assertTrue(isFetched(List.of(narrow.gather(), narrow.forward()), List.of(narrow.y())));
        // A gradient that is not summed in parts reads the whole batch.
        final Case small = new Case(100, 784, SampleLosses.LOGISTIC);
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
        return GatherElision.find(new Program("test", ops, outputs)).size();
    }
}
