package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.backend.DeviceException;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** A kernel that TornadoVM cannot compile or the device rejects is an error that names it; it never runs as Java. */
class UncompilableKernelTest {
    private static final Tensor X = Tensor.data("x", Shape.of(8));

    private static final Tensor Y = Tensor.activation("y", Shape.of(8));

    private static final Program PROGRAM =
            new Program("apply tanh", List.of(new ActivationForward(Activations.TANH, X, Y)), List.of(Y));

    private static final AtomicInteger RUNS_AS_JAVA = new AtomicInteger();

    /** Counts its runs, which only Java code can do. */
    static void counting(float[] x, float[] y) {
        for (@Parallel int i = 0; i < 8; i++) {
            y[i] = x[i] + RUNS_AS_JAVA.incrementAndGet();
        }
    }

    @Test
    void isAnErrorThatNamesKernelAndOp() {
        final DeviceException failure = assertThrows(
                DeviceException.class,
                () -> open((step, tasks, arrays) -> tasks.graph()
                                .task(
                                        tasks.next(step, UncompilableKernelTest.class, "counting"),
                                        UncompilableKernelTest::counting,
                                        arrays.floats(X),
                                        arrays.floats(Y)))
                        .run(PROGRAM, 1));
        assertTrue(failure.getMessage().contains("UncompilableKernelTest.counting"), failure.getMessage());
        assertTrue(failure.getMessage().contains("ActivationForward"), failure.getMessage());
        assertTrue(failure.getMessage().contains("apply tanh"), failure.getMessage());
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
        assertEquals(0, RUNS_AS_JAVA.get());
    }

    @Test
    void theSameProgramRunsWithItsOwnKernel() {
        try (TornadoSession session = open(Lowering::byKernels)) {
            session.upload(X, new float[] {0, 0, 0, 0, 100, 0, 0, 0});
            session.run(PROGRAM, 1);
            final float[] y = new float[8];
            session.download(Y, y);
            assertEquals(List.of(0f, 1f), List.of(y[0], y[4]));
        }
    }

    private static TornadoSession open(Lowering lowering) {
        return new SessionBuilder(DeviceSelection.of(List.of("plain")), Planner::fused, lowering)
                .build(List.of(PROGRAM));
    }
}
