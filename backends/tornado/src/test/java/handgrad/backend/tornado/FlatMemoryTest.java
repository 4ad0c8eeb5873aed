package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.program.BatchOp.Advance;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands of runs keep nothing. TornadoVM's plans keep the result of each run, some hundred bytes, if they are let. */
class FlatMemoryTest {
    private static final Tensor POSITION = Tensor.counters("position", 2);

    private static final Program PROGRAM = new Program("advance", List.of(new Advance(POSITION, 1)), List.of());

    /** A hundred bytes a run would be 400 KB; what the collector leaves standing varies by less than half of that. */
    private static final int RUNS = 4000;

    private static final long MOST_GROWTH = 200_000;

    @Test
    void thousandsOfRunsKeepNothing() {
        try (Session session = new TornadoBackend().open(DeviceOptions.defaults(), List.of(PROGRAM))) {
            run(session);
            final long before = usedHeap();
            run(session);
            final long growth = usedHeap() - before;
            assertTrue(growth < MOST_GROWTH, growth + " bytes more after " + RUNS + " runs");
        }
    }

    private static void run(Session session) {
        final int[] position = new int[2];
        for (int i = 0; i < RUNS / 100; i++) {
            session.upload(POSITION, position);
            session.run(PROGRAM, 100);
            session.download(POSITION, position);
        }
        session.finish();
    }

    private static long usedHeap() {
        final Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        // The least of several: a collection may leave some garbage for the next.
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
