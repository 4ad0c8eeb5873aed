package handgrad.backend.processor;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;

/**
 * Measures the throughput of threads that work at the same time. They start each of many short runs together; the
 * result is the sum of their rates in the best run. Summing the best rates of different runs would overestimate what
 * threads with shared resources can do.
 */
public final class ParallelThroughput {
    /** Long compared with waking up the threads, but short enough that the scheduler rarely interrupts. */
    private static final double SECONDS_A_RUN = 0.001;

    private static final int MAX_REPETITIONS = 1 << 22;

    /**
     * The work of one thread.
     *
     * @param amount the amount of work in one execution
     * @param once executes it once
     */
    public record Work(double amount, Runnable once) {}

    private final int threads;
    private final double seconds;
    private final IntFunction<Work> work;
    private final Work[] parts;
    private final int[] times;
    private final double[] rates;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private long end;
    private double best;
    private volatile boolean over;

    /**
     * Prepares a measurement.
     *
     * @param threads the number of threads
     * @param seconds the duration
     * @param work creates the work of a thread by its number; called in that thread
     */
    ParallelThroughput(int threads, double seconds, IntFunction<Work> work) {
        this.threads = threads;
        this.seconds = seconds;
        this.work = work;
        this.parts = new Work[threads];
        this.times = new int[threads];
        this.rates = new double[threads];
    }

    /** Measures the amount of work a second of all threads together. */
    double best() {
        final CyclicBarrier runs = new CyclicBarrier(threads, this::next);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                final int number = thread;
                pool.submit(() -> serve(number, runs));
            }
        }
        switch (failure.get()) {
            case null -> {}
            case final Error error -> throw error;
            case final Throwable other -> throw new IllegalStateException(other);
        }
        return best;
    }

    /** Runs between two runs, while all threads wait at the barrier. */
    private void next() {
        final long now = System.nanoTime();
        if (end == 0) {
            end = now + (long) (seconds * 1e9);
        }
        best = Math.max(best, DoubleStream.of(rates).sum());
        over = failure.get() != null || now > end && best > 0;
    }

    /**
     * A thread that fails still reaches the barrier, where all threads stop; otherwise the others would wait forever.
     */
    private Void serve(int thread, CyclicBarrier runs) throws BrokenBarrierException, InterruptedException {
        attempt(() -> {
            parts[thread] = work.apply(thread);
            times[thread] = 1;
        });
        for (runs.await(); !over; runs.await()) {
            attempt(() -> run(thread));
        }
        return null;
    }

    private void attempt(Runnable part) {
        try {
            part.run();
        } catch (final Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    private void run(int thread) {
        final Work mine = parts[thread];
        final int count = times[thread];
        final long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            mine.once().run();
        }
        final double taken = (System.nanoTime() - start) / 1e9;
        rates[thread] = count * mine.amount() / taken;
        if (taken < SECONDS_A_RUN && count < MAX_REPETITIONS) {
            times[thread] = 2 * count;
        }
    }
}
