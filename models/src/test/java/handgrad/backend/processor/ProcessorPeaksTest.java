package handgrad.backend.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DevicePeaks;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProcessorPeaksTest {
    /** Scalar code would reach a few GFLOP/s at most, so the peak must be that of vector code. */
    @Test
    void isThatOfVectorsAndOfAllThreads() {
        final DevicePeaks one = ProcessorPeaks.measure(1, List.of());

        assertTrue(one.flopsPerSecond() > 1e10, "" + one);
        // A first-level cache is faster than memory on every machine.
        assertTrue(
                one.bandwidth().getFirst().bytesPerSecond()
                        > one.bandwidth().getLast().bytesPerSecond(),
                "" + one);
        assertTrue(one.bandwidth().getLast().bytes() > 1 << 20, "" + one);
    }

    /** Two threads that sleep a millisecond for each two units of work do at most four units a millisecond. */
    @Test
    void addsUpWhatThreadsDoAtOnce() {
        final double rate = new ParallelThroughput(2, 0.05, _ -> new ParallelThroughput.Work(2, () -> sleep(1))).best();

        assertTrue(rate > 400 && rate <= 4000, "" + rate);
    }

    @Test
    void aThreadThatFailsEndsTheOthersToo() {
        final AtomicInteger calls = new AtomicInteger();
        final IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> new ParallelThroughput(
                                3,
                                60,
                                thread -> new ParallelThroughput.Work(1, () -> {
                                    calls.incrementAndGet();
                                    if (thread == 1) {
                                        throw new IllegalArgumentException("no such thing");
                                    }
                                }))
                        .best());

        assertEquals("no such thing", failure.getCause().getMessage());
        assertEquals(3, calls.get());
    }

    @Test
    void aThreadWithoutRoomEndsTheOthersToo() {
        assertThrows(
                OutOfMemoryError.class,
                () -> new ParallelThroughput(2, 60, thread -> {
                            if (thread == 1) {
                                throw new OutOfMemoryError("as if");
                            }
                            return new ParallelThroughput.Work(1, () -> sleep(1));
                        })
                        .best());
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
