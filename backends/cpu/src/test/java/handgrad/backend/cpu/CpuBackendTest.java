package handgrad.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.oracle.OracleBackend;
import handgrad.dataset.Dataset;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.network.Network;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for whole trainings: the same bits whatever the threads and the kernels, and again on the next run. */
class CpuBackendTest {
    /** Three groups, the last of one sample. */
    private static final int BATCH = 33;

    /** Five groups, enough for gradients of convolutions to be summed group by group; the last of one sample. */
    private static final int SOME_GROUPS = 65;

    private static final int LARGE_BATCH = 1400;

    @ParameterizedTest
    @CsvSource({
        "lenet5-modern, " + BATCH,
        "lenet5-modern, " + SOME_GROUPS,
        "lenet5-original, " + BATCH,
        "lenet5-original, " + SOME_GROUPS,
        "softmax-linear, " + BATCH,
        "mlp-tanh-20-37-19-10, " + BATCH,
        "mlp-relu-784-611-507-10, " + BATCH
    })
    void threadsAndKernelsDoNotChangeABit(String name, int batch) {
        final List<int[]> alone = train(new CpuBackend(VectorKernels::new), 1, name, batch);
        assertTrue(Float.isFinite(Float.intBitsToFloat(alone.getFirst()[0])));
        for (final int threads : new int[] {1, 2, 3, 5}) {
            assertSame(alone, train(new CpuBackend(VectorKernels::new), threads, name, batch), threads + " threads");
        }
        assertSame(alone, train(new CpuBackend(PlainKernels::new), 2, name, batch), "plain kernels");
    }

    /**
     * A batch so large that its gradient is summed in chunks: 22 of them, the last of 56 samples. Tolerance as for
     * wide layers.
     */
    @Test
    void aLargeBatchMatchesTheOracle() {
        final List<int[]> expected = train(new OracleBackend(), 1, "softmax-linear", LARGE_BATCH);
        final List<int[]> actual = train(new CpuBackend(), 2, "softmax-linear", LARGE_BATCH);
        assertClose(expected, actual);
        assertSame(actual, train(new CpuBackend(PlainKernels::new), 1, "softmax-linear", LARGE_BATCH), "plain, alone");
    }

    /**
     * Layers wide enough to be cut by their weights, of sizes that 16, 48, 192 and 384 do not divide, against the
     * float64 oracle; in groups that are full or not; one with fewer inputs than a vector has elements; and one whose
     * rows are so long, and groups so many, that a layer's sums are made a cacheful at a time. Three steps with
     * rounding of 6e-8 an operation and sums of up to 2100 terms leave errors of 1e-6 or so relative to the largest
     * element (measured: 4e-7 in parameters, 8e-6 in single samples' losses, small differences of large scores); an
     * element that was left out or counted twice would show at 1e-3. Tanh, because a ReLU whose input is within
     * rounding of zero may let a whole row of weights go another way.
     */
    @ParameterizedTest
    @CsvSource({
        "mlp-tanh-784-611-507-10, 1",
        "mlp-tanh-784-611-507-10, 31",
        "mlp-tanh-784-611-507-10, " + BATCH,
        "mlp-tanh-784-611-507-10, 128",
        "mlp-tanh-784-10-30000-10, " + BATCH,
        "mlp-tanh-784-2100-130-10, " + SOME_GROUPS
    })
    void wideLayersMatchTheOracle(String name, int batch) {
        final List<int[]> actual = train(new CpuBackend(VectorKernels::new), 2, name, batch);
        assertClose(train(new OracleBackend(), 1, name, batch), actual);
        assertSame(actual, train(new CpuBackend(VectorKernels::new), 1, name, batch), "alone");
        assertSame(actual, train(new CpuBackend(PlainKernels::new), 1, name, batch), "plain, alone");
    }

    /** Programs of little work, whose tiles overlap. Tolerance as for wide layers. */
    @ParameterizedTest
    @ValueSource(strings = {"softmax-linear", "mlp-tanh-20-37-19-10"})
    void littleWorkMatchesTheOracle(String name) {
        assertClose(
                train(new OracleBackend(), 1, name, BATCH), train(new CpuBackend(VectorKernels::new), 2, name, BATCH));
    }

    /** Gradients of convolutions that each group sums for itself. Tolerance as for wide layers. */
    @ParameterizedTest
    @ValueSource(strings = {"lenet5-modern", "lenet5-original"})
    void gradientsSummedByGroupMatchTheOracle(String name) {
        assertClose(train(new OracleBackend(), 1, name, SOME_GROUPS), train(new CpuBackend(), 2, name, SOME_GROUPS));
    }

    /** Whoever starts it without the module is told what to do; whoever has it is not. */
    @Test
    void onlyPlainLoopsComeWithAdvice() {
        final DeviceOptions options = new DeviceOptions(List.of(), 1);
        try (Session plain = new CpuBackend(PlainKernels::new).open(options, List.of());
                Session vector = new CpuBackend(VectorKernels::new).open(options, List.of())) {
            assertTrue(plain.advice().orElseThrow().contains("--add-modules jdk.incubator.vector"));
            assertEquals(Optional.empty(), vector.advice());
        }
    }

    private static void assertClose(List<int[]> expected, List<int[]> actual) {
        for (int t = 0; t < expected.size(); t++) {
            float largest = 0;
            float worst = 0;
            for (int i = 0; i < expected.get(t).length; i++) {
                final float truth = Float.intBitsToFloat(expected.get(t)[i]);
                largest = Math.max(largest, Math.abs(truth));
                worst = Math.max(worst, Math.abs(truth - Float.intBitsToFloat(actual.get(t)[i])));
            }
            assertTrue(worst < 1e-5 * largest, "tensor " + t + ": " + worst + " of " + largest);
        }
    }

    /** Pixels are kept as bytes, as images and as rows, and in programs small enough for one thread's plain loops. */
    @ParameterizedTest
    @CsvSource({"lenet5-modern, 33", "softmax-linear, 33", "softmax-linear, 1", "softmax-linear, 1400"})
    void pixelsTrainAsTheirFloatsDo(String name, int batch) {
        final Feed feed = feed(Homework.find(name).orElseThrow(), batch);
        final byte[] bytes = new byte[feed.inputs().size()];
        new Random(17).nextBytes(bytes);
        final Inputs.Pixels pixels = new Inputs.Pixels(bytes, PixelScale.UNIT);
        final List<int[]> expected =
                train(new CpuBackend(), 2, name, batch, (session, inputs) -> session.upload(inputs, pixels.floats()));
        for (final Supplier<Kernels> kernels : List.<Supplier<Kernels>>of(VectorKernels::new, PlainKernels::new)) {
            assertSame(
                    expected,
                    train(new CpuBackend(kernels), 2, name, batch, (session, inputs) -> session.upload(inputs, pixels)),
                    name);
        }
    }

    /** What was uploaded as bytes comes back as floats, floats may replace it, and bytes these. */
    @Test
    void dataThatAreKeptAsBytesCanBeReadAndReplaced() {
        final Model model = Homework.find("softmax-linear").orElseThrow();
        final Feed feed = feed(model, BATCH);
        final Program program = Programs.trainingStep(model.network(), model.objective(), feed, BATCH);
        final byte[] bytes = new byte[feed.inputs().size()];
        new Random(17).nextBytes(bytes);
        final float[] floats = floats(new Random(17), bytes.length, 1);
        final float[] read = new float[bytes.length];
        try (Session session = new CpuBackend().open(new DeviceOptions(List.of(), 2), List.of(program))) {
            session.upload(feed.inputs(), new Inputs.Pixels(bytes, PixelScale.UNIT));
            session.run(program, 1);
            session.download(feed.inputs(), read);
            assertArrayEquals(PixelScale.UNIT.toFloats(bytes), read);
            session.upload(feed.inputs(), floats);
            session.download(feed.inputs(), read);
            assertArrayEquals(floats, read);
            session.upload(feed.inputs(), new Inputs.Pixels(bytes, PixelScale.RAW));
            session.download(feed.inputs(), read);
            assertArrayEquals(PixelScale.RAW.toFloats(bytes), read);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain"})
    void oneKindOfKernelsCanBeAskedFor(String kind) {
        try (Session session = new CpuBackend().open(new DeviceOptions(List.of(kind), 1), List.of())) {
            assertTrue(session.device().details().toLowerCase(Locale.ROOT).contains(kind), session.device()::details);
        }
    }

    @Test
    void aKindThatThereIsNotIsNamed() {
        final DeviceOptions second = new DeviceOptions(List.of("1"), 1);
        final DeviceException e = assertThrows(DeviceException.class, () -> new CpuBackend().open(second, List.of()));
        assertTrue(e.getMessage().contains("no cpu:1"), e::getMessage);
    }

    @Test
    void anOrderOutOfRangeIsAnErrorForEveryThread() {
        final Model model = Homework.find("lenet5-modern").orElseThrow();
        final Feed feed = feed(model, BATCH);
        final Program program = Programs.trainingStep(model.network(), model.objective(), feed, BATCH);
        try (Session session = new CpuBackend().open(new DeviceOptions(List.of(), 3), List.of(program))) {
            final int[] order = new int[feed.count()];
            order[40] = feed.count();
            session.upload(feed.order(), order);
            session.run(program, 1);
            assertThrows(DeviceException.class, () -> session.run(program, 1));
            session.upload(feed.order(), new int[feed.count()]);
            session.upload(feed.position(), new int[2]);
            session.run(program, 2);
        }
    }

    static Feed feed(Model model, int batch) {
        final int samples = 3 * batch + 1;
        final int size = model.network().input().size();
        final Dataset dataset = new Dataset(
                "noise", model.network().input(), new float[samples * size], new Targets.Classes(new int[samples], 10));
        return Feed.of("train", dataset, model.objective().loss(), samples, 3);
    }

    private static List<int[]> train(Backend backend, int threads, String name) {
        return train(backend, threads, name, BATCH);
    }

    /** Some steps on noise; the parameters and histories afterwards. */
    private static List<int[]> train(Backend backend, int threads, String name, int batch) {
        return train(
                backend,
                threads,
                name,
                batch,
                (session, inputs) -> session.upload(inputs, floats(new Random(12), inputs.size(), 1)));
    }

    static List<int[]> train(
            Backend backend, int threads, String name, int batch, BiConsumer<Session, Tensor> uploadInputs) {
        final Model model = Homework.find(name).orElseThrow();
        final Network network = model.network();
        final Feed feed = feed(model, batch);
        final Program step = Programs.trainingStep(network, model.objective(), feed, batch);
        final Random random = new Random(11);
        try (Session session = backend.open(new DeviceOptions(List.of(), threads), List.of(step))) {
            uploadInputs.accept(session, feed.inputs());
            session.upload(
                    feed.targets(),
                    IntStream.range(0, feed.count())
                            .map(_ -> random.nextInt(10))
                            .toArray());
            session.upload(feed.order(), IntStream.range(0, feed.count()).toArray());
            session.upload(Programs.LEARNING_RATE, new float[] {0.01f});
            for (final Tensor parameter : network.parameterTensors()) {
                session.upload(parameter, floats(random, parameter.size(), 0.2f));
            }
            for (int interval = 0; interval < 2; interval++) {
                session.upload(feed.position(), new int[2]);
                session.run(step, 3);
            }
            final List<int[]> results = new ArrayList<>();
            final List<Tensor> tensors = new ArrayList<>(List.of(feed.lossHistory()));
            tensors.addAll(network.parameterTensors());
            for (final Tensor tensor : tensors) {
                final float[] values = new float[tensor.size()];
                session.download(tensor, values);
                results.add(bits(values));
            }
            return results;
        }
    }

    private static float[] floats(Random random, int count, float scale) {
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return values;
    }

    private static List<int[]> outputs(Backend backend, Program program) {
        final Random random = new Random(13);
        try (Session session = backend.open(new DeviceOptions(List.of(), 1), List.of(program))) {
            for (final Tensor tensor : program.residents()) {
                switch (tensor.type()) {
                    case FLOAT32 -> session.upload(tensor, floats(random, tensor.size(), 2));
                    // Zeros are labels, places and positions wherever ints are read.
                    case INT32 -> session.upload(tensor, new int[tensor.size()]);
                }
            }
            session.run(program, 1);
            final List<int[]> results = new ArrayList<>();
            for (final Tensor tensor : program.outputs()) {
                switch (tensor.type()) {
                    case FLOAT32 -> {
                        final float[] values = new float[tensor.size()];
                        session.download(tensor, values);
                        results.add(bits(values));
                    }
                    case INT32 -> {
                        final int[] values = new int[tensor.size()];
                        session.download(tensor, values);
                        results.add(values);
                    }
                }
            }
            return results;
        }
    }

    static void assertSame(List<int[]> expected, List<int[]> actual, String what) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), what);
        }
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToIntBits(values[i]))
                .toArray();
    }
}
