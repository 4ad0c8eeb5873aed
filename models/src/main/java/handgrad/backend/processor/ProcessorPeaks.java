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
 * What the host's processor can do at most: chains of fused multiply-adds on registers, and copying, adding and comparing arrays of different sizes.
 * All threads work at once, and the best of many short runs counts, so that other programs make it no smaller.
 */
public final class ProcessorPeaks {

    private static final int BYTES_AN_ELEMENT = 4;
    private static final double SECONDS_OF_ARITHMETIC = 0.4;
    private static final double SECONDS_OF_A_PATTERN = 0.06;

    /** From within the smallest first-level cache to what the last-level one may hold, in bytes a thread. */
    private static final long[] SIZES = {16 << 10, 64 << 10, 256 << 10, 768 << 10, 4 << 20, 16 << 20};

    /** What all threads together go through in memory: more than any last-level cache. */
    private static final long IN_MEMORY = 512L << 20;

    private ProcessorPeaks() {}

    /**
     * Measures.
     *
     * @param threads how many threads work at once
     * @param chains a thread's arithmetic besides a plain loop: which comes furthest depends on the processor and the
     *     compiler
     * @return their peaks together
     */
    public static DevicePeaks measure(int threads, List<Supplier<SimultaneousRate.Work>> chains) {
        final long last = Math.min(IN_MEMORY, Runtime.getRuntime().maxMemory() / 2) / threads;
        final List<Level> levels = LongStream.concat(
                        LongStream.of(SIZES).filter(size -> size < last), LongStream.of(last))
                .mapToObj(size -> new Level(size, bandwidth(threads, (int) size)))
                .toList();
        final double flops = Stream.<Supplier<SimultaneousRate.Work>>concat(
                        Stream.of(PlainChains::work), chains.stream())
                .mapToDouble(chain -> rate(threads, SECONDS_OF_ARITHMETIC, _ -> chain.get()))
                .max()
                .orElseThrow();
        return new DevicePeaks(flops, levels);
    }

    /** The best of copying an array to another, of adding one to another, and of reading both, in the same amount of memory. */
    private static double bandwidth(int threads, int bytes) {
        final int half = bytes / BYTES_AN_ELEMENT / 2;
        final float[][] from = new float[threads][];
        final float[][] to = new float[threads][];
        final IntFunction<SimultaneousRate.Work> copying = thread -> {
            // Memory belongs to the processor that touches it first.
            from[thread] = new float[half];
            to[thread] = new float[half];
            Arrays.fill(from[thread], 1);
            Arrays.fill(to[thread], 1);
            return new SimultaneousRate.Work(
                    2.0 * BYTES_AN_ELEMENT * half, () -> System.arraycopy(from[thread], 0, to[thread], 0, half));
        };
        final double copied = rate(threads, SECONDS_OF_A_PATTERN, copying);
        final double read = rate(
                threads,
                SECONDS_OF_A_PATTERN,
                thread -> new SimultaneousRate.Work(
                        2.0 * BYTES_AN_ELEMENT * half, () -> compare(from[thread], to[thread])));
        final double added = rate(
                threads,
                SECONDS_OF_A_PATTERN,
                thread ->
                        new SimultaneousRate.Work(3.0 * BYTES_AN_ELEMENT * half, () -> add(from[thread], to[thread])));
        return Math.max(copied, Math.max(read, added));
    }

    private static double rate(int threads, double seconds, IntFunction<SimultaneousRate.Work> work) {
        return new SimultaneousRate(threads, seconds, work).best();
    }

    /** Reads all of two arrays that are equal, and writes nothing. */
    private static void compare(float[] some, float[] others) {
        if (Arrays.mismatch(some, others) >= 0) {
            throw new IllegalStateException("equal arrays differ");
        }
    }

    /** Reads two numbers and writes one for each sum. */
    private static void add(float[] some, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += some[i];
        }
    }
}
