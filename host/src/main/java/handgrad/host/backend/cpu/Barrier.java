package handgrad.host.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the workers meet between two phases. Phases are tens of microseconds long, so a waiting worker first spins; it goes to sleep for ever longer
 * only when the others take unusually long, such as when the machine has fewer free cores than there are workers.
 */
final class Barrier {
    /** Spins before the first sleep: some tens of microseconds. */
    private static final int SPINS = 4000;

    private static final long LONGEST_SLEEP_NANOS = 100_000;

    private final int parties;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int round;
    private volatile boolean broken;

    Barrier(int parties) {
        this.parties = parties;
    }

    /**
     * Waits for all workers.
     *
     * @param last what the last to come does before it lets the others go
     * @throws BrokenException if another worker failed
     */
    void await(Runnable last) {
        final int mine = round;
        if (waiting.incrementAndGet() == parties) {
            last.run();
            waiting.set(0);
            round = mine + 1;
        } else {
            pause(mine);
        }
        if (broken) {
            throw new BrokenException();
        }
    }

    private void pause(int mine) {
        for (int spin = 0; spin < SPINS; spin++) {
            if (round != mine || broken) {
                return;
            }
            Thread.onSpinWait();
        }
        long sleep = 1_000;
        while (round == mine && !broken) {
            LockSupport.parkNanos(sleep);
            sleep = Math.min(2 * sleep, LONGEST_SLEEP_NANOS);
        }
    }

    /** Lets everybody go, with an exception: one worker will not come any more. */
    void breakOpen() {
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
