package handgrad.backend.cpu.execution;

import handgrad.backend.cpu.kernel.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * * Has the kernels of a session rehearsed that its plans expect: by a thread of its own from the first one on, while
 * the rest is planned and the data are put in their place, and by all workers what is left before the first run. Most
 * of a rehearsal is waiting for the JVM's compiler, which has threads of its own.
 */
public final class KernelWarmUp {
    /** While nothing is there to rehearse, the early thread looks again this often. */
    private static final long PAUSE_NANOS = 200_000;

    private final List<Kernels> kernels;
    private final Optional<Thread> early;
    private volatile boolean isPlanned;
    private boolean isDone;

    /**
     * * Begins.
     *
     * @param kernels those that plans will expect something of
     * @param workers how many threads the session may use; one that may use only one has all rehearsed before the
     *     first run
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

    /** Rehearses whatever is waiting; whether there was anything. */
    private boolean warmUpAll() {
        boolean found = false;
        for (final Kernels each : kernels) {
            for (Optional<Runnable> next = each.nextRehearsal(); next.isPresent(); next = each.nextRehearsal()) {
                next.get().run();
                found = true;
            }
        }
        return found;
    }

    /** Says that no plan will expect any more for now. */
    public void planned() {
        isPlanned = true;
    }

    /** Returns when all is rehearsed, with the help of the workers. Does nothing the second time. */
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
                // The others' rehearsals end by themselves.
            }
        });
        join();
    }

    /** Returns when the early thread has ended, which it does when all is planned and no rehearsal is left. */
    public void join() {
        early.ifPresent(KernelWarmUp::join);
    }

    /** Waits for a thread, and lets nothing interrupt that. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException _) {
                // A kernel that is being compiled must not be called with all of its work yet: the interruption has to
                // wait.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
