package handgrad.backend.cpu.execution;

import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * JIT warm-up: calls each kernel that the plans of a session use until C2 has compiled it. A thread of its own begins
 * with the first kernel, while the rest is planned and data are uploaded; all workers do what is left before the
 * first run. A call mostly waits for the compiler, which has threads of its own.
 */
public final class KernelWarmUp {
    /** How long the early thread sleeps while no kernel waits. */
    private static final long PAUSE_NANOS = 200_000;

    private final List<Kernels> kernels;
    private final Optional<Thread> early;
    private volatile boolean isPlanned;
    private boolean isDone;

    /**
     * Begins.
     *
     * @param kernels those that plans will use
     * @param workers how many threads the session may use; with one, all kernels are warmed up before the first run
     */
    public KernelWarmUp(List<Kernels> kernels, int workers) {
        this.kernels = List.copyOf(kernels);
        this.early = workers > 1
                ? Optional.of(Thread.ofPlatform().daemon().name("cpu-warm-up").start(this::serve))
                : Optional.empty();
    }

    private void serve() {
        boolean wasPlanned;
        do {
            wasPlanned = isPlanned;
            final boolean found = warmUpAll();
            if (!found && !wasPlanned) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } while (!wasPlanned);
    }

    /**
     * Warms up what waits.
     *
     * @return whether there was anything
     */
    private boolean warmUpAll() {
        boolean found = false;
        for (final Kernels each : kernels) {
            for (Optional<KernelUse> next = each.nextWarmUp(); next.isPresent(); next = each.nextWarmUp()) {
                VectorWarmUp.of(each, next.get()).run();
                found = true;
            }
        }
        return found;
    }

    /** Says that planning is over: no further kernel will be asked for. */
    public void planned() {
        isPlanned = true;
    }

    /** Returns when all kernels are warm, with the help of the workers. Does nothing the second time. */
    public void finish(WorkerPool pool) {
        if (isDone) {
            return;
        }
        isDone = true;
        pool.run(new WorkerPool.Job() {
            @Override
            public void run(int worker) {
                warmUpAll();
            }

            @Override
            public void abort() {
                // The other workers end by themselves.
            }
        });
        join();
    }

    /** Returns when the early thread has ended: all is planned, and no kernel waits. */
    public void join() {
        early.ifPresent(KernelWarmUp::join);
    }

    /** Waits for a thread; an interruption has to wait, too. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException _) {
                // Until a kernel is compiled it must not be called with all of its work: the interruption has to
                // wait.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
