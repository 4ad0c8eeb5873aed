package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handgrad.activation.Activations;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training with full and last batches, evaluation, uploads and downloads in random order, compared with a few lines of
 * Java. All numbers are small integers, so that nothing is rounded.
 */
class InterleavingTest {
    private static final int ROWS = 64;

    /** Too long for an upload together with others. */
    private static final int ORDER = 5000;

    private static final Tensor DATA = Tensor.data("data", Shape.of(ROWS, 2));
    private static final Tensor TEST_DATA = Tensor.data("testData", Shape.of(ROWS, 2));
    private static final Tensor ORDER_OF_ROWS = Tensor.counters("order", ORDER);
    private static final Tensor POSITION = Tensor.counters("position", 2);
    private static final Tensor TEST_POSITION = Tensor.counters("testPosition", 2);
    private static final Tensor RATE = Tensor.state("rate", 1);
    private static final Tensor FULL = Tensor.parameter("full", Shape.of(4, 2));
    private static final Tensor LAST = Tensor.parameter("last", Shape.of(3, 2));
    private static final Tensor ANSWER = Tensor.activation("answer", Shape.of(5, 2));

    private static final Program TRAIN = step("train", 4, FULL);
    private static final Program TRAIN_LAST = step("train last", 3, LAST);
    private static final Program EVALUATE = evaluation();

    private final Random random = new Random(7);
    private final float[] data = new float[2 * ROWS];
    private final float[] testData = new float[2 * ROWS];
    private final int[] order = new int[ORDER];
    private final int[] position = new int[2];
    private final int[] testPosition = new int[2];
    private final float[] rate = new float[1];
    private final float[] full = new float[8];
    private final float[] last = new float[6];
    private Session session;

    private static Program step(String name, int batch, Tensor w) {
        final Tensor rows = Tensor.activation("rows", Shape.of(batch, 2));
        return new Program(
                name,
                List.of(
                        new GatherRows(DATA, ORDER_OF_ROWS, POSITION, rows),
                        Update.plain(w, rows, RATE),
                        new Advance(POSITION, batch)),
                List.of());
    }

    private static Program evaluation() {
        final Tensor rows = Tensor.activation("rows", Shape.of(5, 2));
        return new Program(
                "evaluate",
                List.of(
                        new GatherRows(TEST_DATA, ORDER_OF_ROWS, TEST_POSITION, rows),
                        new ActivationForward(Activations.RELU, rows, ANSWER),
                        new Advance(TEST_POSITION, 5)),
                List.of(ANSWER));
    }

    @BeforeEach
    void open() {
        session = new TornadoBackend().open(DeviceOptions.defaults(), List.of(TRAIN, TRAIN_LAST, EVALUATE));
    }

    @AfterEach
    void close() {
        session.close();
        session.close();
    }

    @Test
    void everythingIsZeroAtFirst() {
        assertFloats(FULL, new float[8]);
        session.run(TRAIN, 2);
        assertFloats(FULL, new float[8]);
        assertInts(POSITION, 8, 2);
    }

    @Test
    void whatOnlyLivesWithinARunIsNotToBeHadAfterAnother() {
        session.run(EVALUATE, 1);
        session.run(TRAIN, 1);
        assertThrows(IllegalArgumentException.class, () -> session.download(ANSWER, new float[10]));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyOrderOfRunsUploadsAndDownloads(long seed) {
        random.setSeed(seed);
        for (int i = 0; i < 150; i++) {
            act(random.nextInt(12));
            if (random.nextInt(3) == 0) {
                compareSome();
            }
        }
        compareAll();
    }

    private void act(int action) {
        switch (action) {
            case 0, 1 -> train(1 + random.nextInt(3));
            case 2, 3 -> trainLast();
            case 4, 5 -> evaluate();
            case 6 -> session.upload(RATE, fill(rate));
            case 7 -> session.upload(FULL, fill(full));
            case 8 -> session.upload(LAST, fill(last));
            case 9 -> session.upload(DATA, fill(data));
            case 10 -> session.upload(TEST_DATA, fill(testData));
            default -> restart();
        }
    }

    private float[] fill(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(9) - 4;
        }
        return values.clone();
    }

    private void restart() {
        for (int i = 0; i < ORDER; i++) {
            order[i] = random.nextInt(ROWS);
        }
        session.upload(ORDER_OF_ROWS, order.clone());
        position[0] = random.nextInt(100);
        position[1] = 0;
        session.upload(POSITION, position.clone());
    }

    private void train(int times) {
        session.run(TRAIN, times);
        for (int run = 0; run < times; run++) {
            update(full, 4);
        }
    }

    private void trainLast() {
        session.run(TRAIN_LAST, 1);
        update(last, 3);
    }

    private void update(float[] w, int batch) {
        for (int n = 0; n < batch; n++) {
            final int row = order[position[0] + n];
            w[2 * n] -= rate[0] * data[2 * row];
            w[2 * n + 1] -= rate[0] * data[2 * row + 1];
        }
        position[0] += batch;
        position[1]++;
    }

    private void evaluate() {
        session.run(EVALUATE, 1);
        final float[] expected = new float[10];
        for (int n = 0; n < 5; n++) {
            final int row = order[testPosition[0] + n];
            expected[2 * n] = Math.max(0, testData[2 * row]);
            expected[2 * n + 1] = Math.max(0, testData[2 * row + 1]);
        }
        testPosition[0] += 5;
        testPosition[1]++;
        if (random.nextBoolean()) {
            // An upload after a run must not destroy the run's outputs.
            session.upload(RATE, fill(rate));
        }
        assertFloats(ANSWER, expected);
    }

    private void compareSome() {
        switch (random.nextInt(5)) {
            case 0 -> assertFloats(FULL, full);
            case 1 -> assertFloats(LAST, last);
            case 2 -> assertInts(POSITION, position);
            case 3 -> assertInts(TEST_POSITION, testPosition);
            default -> compareAll();
        }
    }

    private void compareAll() {
        final List<Runnable> checks = new ArrayList<>(List.of(
                () -> assertFloats(FULL, full),
                () -> assertFloats(LAST, last),
                () -> assertFloats(RATE, rate),
                () -> assertFloats(DATA, data),
                () -> assertFloats(TEST_DATA, testData),
                () -> assertInts(ORDER_OF_ROWS, order),
                () -> assertInts(POSITION, position),
                () -> assertInts(TEST_POSITION, testPosition)));
        checks.forEach(Runnable::run);
    }

    private void assertFloats(Tensor tensor, float... expected) {
        final float[] actual = new float[expected.length];
        session.download(tensor, actual);
        // No tolerance, since integers below 2²⁴ are exact; 0 equals −0.
        for (int i = 0; i < actual.length; i++) {
            actual[i] += 0f;
        }
        final float[] plain = expected.clone();
        for (int i = 0; i < plain.length; i++) {
            plain[i] += 0f;
        }
        assertArrayEquals(plain, actual, tensor.toString());
    }

    private void assertInts(Tensor tensor, int... expected) {
        final int[] actual = new int[expected.length];
        session.download(tensor, actual);
        assertArrayEquals(expected, actual, tensor.toString());
    }
}
