package handgrad.backend.cpu.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.cpu.CpuBackend;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.oracle.OracleBackend;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ElementType;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses of classes, their gradients and hits, which are computed together. */
class ClassLossFusionTest {
    private static final int BATCH = 37;
    private static final int CLASSES = 7;
    private static final Tensor LOGITS_DATA = Tensor.data("logitsData", Shape.of(BATCH, CLASSES));
    private static final Tensor LABELS_DATA = Tensor.labels("labelsData", BATCH);
    private static final Tensor ORDER = Tensor.counters("order", BATCH);
    private static final Tensor POSITION = Tensor.counters("position", 2);
    private static final Tensor Z = Tensor.activation("z", Shape.of(BATCH, CLASSES));
    private static final Tensor LABELS = ints("labels");
    private static final Tensor LOSSES = Tensor.activation("losses", Shape.of(BATCH));
    private static final Tensor DZ = Tensor.activation("dz", Shape.of(BATCH, CLASSES));
    private static final Tensor HITS = ints("hits");
    private static final GatherRows FETCH = new GatherRows(LOGITS_DATA, ORDER, POSITION, Z);
    private static final GatherLabels FETCH_LABELS = new GatherLabels(LABELS_DATA, ORDER, POSITION, LABELS);
    private static final SoftmaxCrossEntropyForward FORWARD = new SoftmaxCrossEntropyForward(Z, LABELS, LOSSES);
    private static final SoftmaxCrossEntropyBackward BACKWARD = new SoftmaxCrossEntropyBackward(Z, LABELS, DZ, 0.25f);
    private static final ClassHits HIT = new ClassHits(Z, LABELS, HITS);
    private static final List<Supplier<CpuBackend>> BACKENDS =
            List.of(() -> new CpuBackend(VectorKernels::new), () -> new CpuBackend(PlainKernels::new));

    private static Tensor ints(String name) {
        return new Tensor(name, Shape.of(BATCH), ElementType.INT32, Role.ACTIVATION);
    }

    private static Program program(Op... ops) {
        return new Program(
                "losses", List.of(ops), List.of(ops[ops.length - 1].outputs().getFirst()));
    }

    private static int joined(Op of, Op... ops) {
        return ClassLossFusion.find(program(ops)).get(of).ops().size();
    }

    @Test
    void opsOnTheSameLogitsAndLabelsAreOne() {
        assertEquals(3, joined(FORWARD, FETCH, FETCH_LABELS, FORWARD, HIT, BACKWARD));
        assertEquals(3, joined(HIT, FETCH, FETCH_LABELS, BACKWARD, HIT, FORWARD));
        assertEquals(Map.of(), ClassLossFusion.find(program(FETCH, FETCH_LABELS)));
    }

    @Test
    void whateverComesBetweenStaysBetween() {
        final Tensor others = ints("others");
        final Tensor after = Tensor.activation("after", Shape.of(BATCH, CLASSES));
        final GatherLabels fetchOthers = new GatherLabels(LABELS_DATA, ORDER, POSITION, others);
        final ClassHits otherHits = new ClassHits(Z, others, ints("otherHits"));
        assertEquals(1, joined(otherHits, FETCH, FETCH_LABELS, fetchOthers, FORWARD, otherHits), "other labels");
        final SoftmaxCrossEntropyForward again =
                new SoftmaxCrossEntropyForward(Z, LABELS, Tensor.activation("again", Shape.of(BATCH)));
        assertEquals(1, joined(again, FETCH, FETCH_LABELS, FORWARD, again), "two of a kind");
        assertEquals(1, joined(HIT, FETCH, FETCH_LABELS, FORWARD, FETCH, HIT), "other logits");
        // Who reads dz before it is written here wants what it was.
        final Op reads = new ActivationForward(Activations.RELU, DZ, after);
        final Op writes = new ActivationForward(Activations.RELU, Z, DZ);
        assertEquals(1, joined(BACKWARD, FETCH, FETCH_LABELS, writes, FORWARD, reads, BACKWARD));
        assertEquals(2, joined(BACKWARD, FETCH, FETCH_LABELS, FORWARD, BACKWARD, reads));
    }

    /** Logits among them that are equal, infinite or NaN, and so far apart that exponentials vanish. */
    private static float[] logits() {
        final Random random = new Random(4);
        final float[] logits = new float[BATCH * CLASSES];
        final float[] special = {0f, -0f, 3f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 200f, -200f};
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextInt(6) == 0
                    ? special[random.nextInt(special.length)]
                    : (float) random.nextGaussian() * 3;
        }
        return logits;
    }

    private static Session open(Backend backend, Program program, int[] labels) {
        final Session session = backend.open(new DeviceOptions(List.of(), 1), List.of(program));
        final int[] order = new int[BATCH];
        for (int n = 0; n < BATCH; n++) {
            order[n] = n;
        }
        session.upload(LOGITS_DATA, logits());
        session.upload(LABELS_DATA, labels);
        session.upload(ORDER, order);
        session.upload(POSITION, new int[2]);
        return session;
    }

    private static int[] someLabels() {
        return new Random(6).ints(BATCH, 0, CLASSES).toArray();
    }

    private static float[] run(Backend backend, Program program, Tensor wanted) {
        try (Session session = open(backend, program, someLabels())) {
            session.run(program, 1);
            final float[] values = new float[wanted.size()];
            if (wanted.type() == ElementType.FLOAT32) {
                session.download(wanted, values);
            } else {
                final int[] numbers = new int[values.length];
                session.download(wanted, numbers);
                for (int i = 0; i < numbers.length; i++) {
                    values[i] = numbers[i];
                }
            }
            return values;
        }
    }

    /**
     * Together they give the bits that each gives alone, and what the oracle gives: float32 exponentials and
     * logarithms are good to 2e-6.
     */
    @Test
    void togetherTheyGiveWhatEachGives() {
        final Program all =
                new Program("all", List.of(FETCH, FETCH_LABELS, FORWARD, HIT, BACKWARD), List.of(LOSSES, HITS, DZ));
        for (final Op op : List.of(FORWARD, HIT, BACKWARD)) {
            final Tensor output = op.outputs().getFirst();
            final float[] expected = run(new OracleBackend(), all, output);
            final float[] together = run(BACKENDS.getFirst().get(), all, output);
            for (int i = 0; i < expected.length; i++) {
                if (Float.isFinite(expected[i])) {
                    assertEquals(
                            expected[i], together[i], 2e-6f * (1 + Math.abs(expected[i])), output.name() + " " + i);
                } else {
                    assertFalse(Float.isFinite(together[i]), output.name() + " " + i + ": " + together[i]);
                }
            }
            for (final Supplier<CpuBackend> backend : BACKENDS) {
                assertArrayEquals(together, run(backend.get(), all, output), output.name());
                assertArrayEquals(
                        together, run(backend.get(), program(FETCH, FETCH_LABELS, op), output), op.name() + " alone");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, CLASSES, 1000})
    void aLabelThatIsNoClassIsAnError(int label) {
        final int[] labels = someLabels();
        labels[BATCH - 1] = label;
        for (final Op op : List.of(FORWARD, HIT, BACKWARD)) {
            final Program program = program(FETCH, FETCH_LABELS, op);
            for (final Supplier<CpuBackend> backend : BACKENDS) {
                try (Session session = open(backend.get(), program, labels)) {
                    final DeviceException thrown =
                            assertThrows(DeviceException.class, () -> session.run(program, 1), op.name());
                    assertTrue(thrown.getMessage().contains("label"), thrown.getMessage());
                }
            }
        }
    }
}
