package handgrad.backend.processor;

import handgrad.backend.DevicePeaks;
import handgrad.backend.DevicePeaks.Level;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Measures the peak performance of the processor: chains of fused multiply-adds on registers, and copying, adding and
 * comparing arrays of different sizes. All threads work at once. The best of many short runs counts, so that other
 * programs do not lower the result.
 */
public final class ProcessorPeaks {

    private static final int BYTES_AN_ELEMENT = 4;
    private static final double SECONDS_OF_ARITHMETIC = 0.4;
    private static final double SECONDS_OF_A_PATTERN = 0.06;

    /** From the smallest first-level caches to large last-level caches, in bytes a thread. */
    private static final long[] SIZES = {16 << 10, 64 << 10, 256 << 10, 768 << 10, 4 << 20, 16 << 20};

    /** Larger than any last-level cache, in bytes of all threads together. */
    private static final long IN_MEMORY = 512L << 20;

    private ProcessorPeaks() {}

    /**
     * Measures the peaks.
     *
     * @param threads the number of threads
     * @param chains further arithmetic to try besides a plain loop, as the fastest depends on the processor and the
     *     compiler
     * @return the peaks of all threads together
     */
    public static DevicePeaks measure(int threads, List<Supplier<ParallelThroughput.Work>> chains) {
        final long last = Math.min(IN_MEMORY, Runtime.getRuntime().maxMemory() / 2) / threads;
        final List<Level> levels = LongStream.concat(
                        LongStream.of(SIZES).filter(size -> size < last), LongStream.of(last))
                .mapToObj(size -> new Level(size, bandwidth(threads, (int) size)))
                .toList();
        final double flops = Stream.<Supplier<ParallelThroughput.Work>>concat(
                        Stream.of(PlainFmaChains::work), chains.stream())
                .mapToDouble(chain -> rate(threads, SECONDS_OF_ARITHMETIC, _ -> chain.get()))
                .max()
                .orElseThrow();
        return new DevicePeaks(flops, levels);
    }

    /** The fastest of copying an array to another, adding it to another, and comparing both. */
    private static double bandwidth(int threads, int bytes) {
        final int half = bytes / BYTES_AN_ELEMENT / 2;
        final float[][] from = new float[threads][];
        final float[][] to = new float[threads][];
        final IntFunction<ParallelThroughput.Work> copying = thread -> {
            // The thread that touches memory first determines its NUMA node.
            from[thread] = new float[half];
            to[thread] = new float[half];
            Arrays.fill(from[thread], 1);
            Arrays.fill(to[thread], 1);
            return new ParallelThroughput.Work(
                    2.0 * BYTES_AN_ELEMENT * half, () -> System.arraycopy(from[thread], 0, to[thread], 0, half));
        };
        final double copied = rate(threads, SECONDS_OF_A_PATTERN, copying);
        final double read = rate(
                threads,
                SECONDS_OF_A_PATTERN,
                thread -> new ParallelThroughput.Work(
                        2.0 * BYTES_AN_ELEMENT * half, () -> compare(from[thread], to[thread])));
        final double added = rate(
                threads,
                SECONDS_OF_A_PATTERN,
                thread -> new ParallelThroughput.Work(
                        3.0 * BYTES_AN_ELEMENT * half, () -> add(from[thread], to[thread])));
        return Math.max(copied, Math.max(read, added));
    }

    private static double rate(int threads, double seconds, IntFunction<ParallelThroughput.Work> work) {
        return new ParallelThroughput(threads, seconds, work).best();
    }

    /** Reads two equal arrays, without writing. */
    private static void compare(float[] some, float[] others) {
        if (Arrays.mismatch(some, others) >= 0) {
            throw new IllegalStateException("equal arrays differ");
        }
    }

    /** Two reads and one write for each element. */
    private static void add(float[] some, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += some[i];
        }
    }
}
