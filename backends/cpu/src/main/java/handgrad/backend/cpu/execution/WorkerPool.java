package handgrad.backend.cpu.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that do one job together, again and again. The calling thread is worker 0; the others are daemons and end
 * with {@link #close}.
 */
public final class WorkerPool implements AutoCloseable {
    /** Spins between two jobs before a worker goes to sleep: the next one often follows at once. */
    private static final int SPINS = 4000;

    /** What the workers do together. */
    public interface Job {
        /**
         * One worker's part.
         *
         * @param worker 0 for the calling thread
         */
        void run(int worker);

        /** Stops the workers that wait for one that has failed; they throw {@link StageRunner.BrokenException}. */
        void abort();
    }

    private record Order(Job job, CountDownLatch done, AtomicReference<Throwable> failure) {}

    private final int workers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile Order order;
    private volatile boolean closed;

    public WorkerPool(int workers) {
        this.workers = workers;
    }

    /**
     * Does a job with all workers and returns when all are done.
     *
     * @throws RuntimeException what the first worker to fail threw
     */
    public void run(Job job) {
        start();
        final Order mine = new Order(job, new CountDownLatch(workers - 1), new AtomicReference<>());
        order = mine;
        threads.forEach(LockSupport::unpark);
        work(mine, 0);
        boolean interrupted = false;
        while (mine.done.getCount() > 0) {
            try {
                mine.done.await();
            } catch (final InterruptedException _) {
                // The others still use the session's memory: the interruption has to wait.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (mine.failure.get()) {
            case null -> {}
            case final RuntimeException e -> throw e;
            case final Error e -> throw e;
            case final Throwable e -> throw new IllegalStateException(e);
        }
    }

    /** Threads are started by the first job: many sessions have none. */
    private void start() {
        if (threads.isEmpty()) {
            for (int w = 1; w < workers; w++) {
                final int worker = w;
                threads.add(Thread.ofPlatform().daemon().name("cpu-worker-" + w).start(() -> serve(worker)));
            }
        }
    }

    private void serve(int worker) {
        Order last = null;
        while (!closed) {
            for (int spin = 0; spin < SPINS && order == last; spin++) {
                Thread.onSpinWait();
            }
            while (order == last && !closed) {
                LockSupport.park(this);
            }
            final Order next = order;
            if (next != last && !closed) {
                last = next;
                work(next, worker);
                next.done.countDown();
            }
        }
    }

    private static void work(Order order, int worker) {
        try {
            order.job.run(worker);
        } catch (final StageRunner.BrokenException _) {
            // The worker that failed reports why.
        } catch (final Throwable e) {
            order.failure.compareAndSet(null, e);
            order.job.abort();
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(LockSupport::unpark);
    }
}
