package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.program.BatchOp.Advance;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs do not leak memory. By default, TornadoVM's plans keep the result of each run, about a hundred bytes. */
class FlatMemoryTest {
    private static final Tensor POSITION = Tensor.counters("position", 2);

    private static final Program PROGRAM = new Program("advance", List.of(new Advance(POSITION, 1)), List.of());

    /**
     * A leak of a hundred bytes a run would be 400 KB; the memory in use after a collection varies by less than half of
     * that.
     */
    private static final int RUNS = 4000;

    static final long MAX_GROWTH = 200_000;

    @Test
    void thousandsOfRunsKeepNothing() {
        try (Session session = new TornadoBackend().open(DeviceOptions.defaults(), List.of(PROGRAM))) {
            run(session);
            final long before = usedHeap();
            run(session);
            final long growth = usedHeap() - before;
            assertTrue(growth < MAX_GROWTH, growth + " bytes more after " + RUNS + " runs");
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

    static long usedHeap() {
        final Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        // The minimum of several, since one collection may leave some garbage.
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
