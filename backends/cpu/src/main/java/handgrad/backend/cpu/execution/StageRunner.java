package handgrad.backend.cpu.execution;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Distributes the tasks of a step's stages over workers, and makes a stage wait for the stages that it needs. Tasks
 * are counted from the first step on, so nothing is reset between steps. Stages take tens of microseconds: a worker
 * that has to wait spins first, and sleeps for ever longer only if the others take unusually long, as when the
 * machine has fewer free cores than workers.
 */
public final class StageRunner {
    /** Spins before the first sleep: some tens of microseconds. */
    private static final int SPINS = 4000;

    private static final long LONGEST_SLEEP_NANOS = 100_000;

    private final Stage[] stages;
    private final AtomicLongArray taken;
    private final AtomicLongArray done;
    private volatile boolean broken;

    public StageRunner(Stage[] stages) {
        this.stages = stages;
        this.taken = new AtomicLongArray(stages.length);
        this.done = new AtomicLongArray(stages.length);
    }

    /**
     * One worker's part of running the step a number of times.
     *
     * @param worker which worker
     * @param times how often
     */
    public void work(int worker, long times) {
        for (long run = 0; run < times; run++) {
            for (int s = 0; s < stages.length; s++) {
                work(worker, run, s);
            }
        }
        if (times > 0) {
            await(times - 1, stages.length);
        }
    }

    private void work(int worker, long run, int s) {
        final Stage stage = stages[s];
        boolean ready = false;
        for (long task = take(s, run); task >= 0; task = take(s, run)) {
            if (!ready) {
                // No task of a step starts before all stages of the previous step are done.
                if (run > 0) {
                    await(run - 1, stages.length);
                }
                await(run, stage.needs());
                ready = true;
            }
            stage.body().run(worker, (int) task);
            done.getAndIncrement(s);
        }
    }

    /** The next task of a stage in a step, or −1 if all are taken. */
    private long take(int s, long run) {
        final long first = run * stages[s].tasks();
        while (true) {
            final long next = taken.get(s);
            if (next >= first + stages[s].tasks()) {
                return -1;
            }
            if (taken.compareAndSet(s, next, next + 1)) {
                return next - first;
            }
        }
    }

    private void await(long run, int needed) {
        int spins = 0;
        long sleep = 1_000;
        for (int s = 0; s < needed; s++) {
            final long enough = (run + 1) * stages[s].tasks();
            while (done.get(s) < enough) {
                if (broken) {
                    throw new BrokenException();
                }
                if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(sleep);
                    sleep = Math.min(2 * sleep, LONGEST_SLEEP_NANOS);
                }
            }
        }
    }

    /** Makes the workers that wait throw {@link BrokenException}: another has failed. */
    public void abort() {
        broken = true;
    }

    /** Another worker failed. */
    static final class BrokenException extends RuntimeException {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        BrokenException() {
            super("another worker failed", null, false, false);
        }
    }
}
