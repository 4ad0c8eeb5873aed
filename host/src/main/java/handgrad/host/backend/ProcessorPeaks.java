package handgrad.host.backend;

import handgrad.backend.DevicePeaks;
import handgrad.backend.DevicePeaks.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;

/**
 * What the host's processor can do at most, measured by plain loops that the JIT compiler turns into vector code: chains of fused multiply-adds on
 * registers, and copying and adding arrays of different sizes. The best of many short runs counts, so that other programs make it no smaller.
 */
public final class ProcessorPeaks {
    private static final int BYTES_AN_ELEMENT = 4;

    /** The numbers of the arithmetic fit the fastest cache, and each is read and written once in 16 operations on it. */
    private static final int CHAINED = 512;

    private static final int CHAIN = 16;
    private static final double SECONDS_OF_ARITHMETIC = 0.8;
    private static final double SECONDS_A_SIZE = 0.25;

    /** A short run: the scheduler seldom comes between. */
    private static final double SECONDS_A_RUN = 0.0005;

    private static final int MOST_TIMES = 1 << 20;

    /** From within the smallest first-level cache to beyond the largest last-level one, in bytes. */
    private static final long[] SIZES = {
        16 << 10, 64 << 10, 256 << 10, 768 << 10, 4 << 20, 16 << 20, 256L << 20,
    };

    private ProcessorPeaks() {}

    /**
     * Measures.
     *
     * @param threads how many threads work at once
     * @return their peaks together
     */
    public static DevicePeaks measure(int threads) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            final double flops = together(pool, threads, _ -> arithmetic());
            final List<Level> levels = LongStream.of(SIZES)
                    .mapToObj(size -> new Level(size, together(pool, threads, _ -> copying((int) size))))
                    .toList();
            return new DevicePeaks(flops, levels);
        }
    }

    /** The sum of what threads reach that work at the same time. */
    private static double together(ExecutorService pool, int threads, IntToDoubleFunction work) {
        final List<Future<Double>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            final int number = thread;
            results.add(pool.submit(() -> work.applyAsDouble(number)));
        }
        double sum = 0;
        for (final Future<Double> result : results) {
            try {
                sum += result.get();
            } catch (final ExecutionException failure) {
                throw new IllegalStateException(failure.getCause());
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while measuring", interrupted);
            }
        }
        return sum;
    }

    private static double arithmetic() {
        final float[] values = new float[CHAINED];
        return best(SECONDS_OF_ARITHMETIC, 2.0 * CHAIN * CHAINED, () -> chain(values, 0.999f, 0.001f));
    }

    /** 16 dependent operations on each number; those of different numbers overlap. */
    private static void chain(float[] values, float factor, float term) {
        for (int i = 0; i < values.length; i++) {
            float x = values[i];
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            x = Math.fma(x, factor, term);
            values[i] = x;
        }
    }

    /** The better of copying an array to another and of adding one to another, in the same amount of memory. */
    private static double copying(int bytes) {
        final int half = bytes / BYTES_AN_ELEMENT / 2;
        final float[] from = new float[half];
        final float[] to = new float[half];
        Arrays.fill(from, 1);
        final double copied =
                best(SECONDS_A_SIZE / 2, 2.0 * BYTES_AN_ELEMENT * half, () -> System.arraycopy(from, 0, to, 0, half));
        final double added = best(SECONDS_A_SIZE / 2, 3.0 * BYTES_AN_ELEMENT * half, () -> add(from, to));
        return Math.max(copied, added);
    }

    /** Reads two numbers and writes one for each sum. */
    private static void add(float[] some, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += some[i];
        }
    }

    /** The best rate of many short runs. */
    private static double best(double seconds, double workOfOne, Runnable once) {
        final long end = System.nanoTime() + (long) (seconds * 1e9);
        double best = 0;
        int times = 1;
        while (System.nanoTime() < end || best == 0) {
            final long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                once.run();
            }
            final double taken = (System.nanoTime() - start) / 1e9;
            best = Math.max(best, times * workOfOne / taken);
            if (taken < SECONDS_A_RUN && times < MOST_TIMES) {
                times *= 2;
            }
        }
        return best;
    }
}
