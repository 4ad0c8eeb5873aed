package handgrad.backend.cpu.execution;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Finds out whether one thread or all run short steps faster, and then uses whichever is faster. Handing work over
 * takes some microseconds, and while the JVM compiles, or another program runs, there is no free core. So one thread
 * begins; from time to time some of its steps are timed, then all threads run for as long as they are at least 5 %
 * faster. The results have the same bits either way.
 */
public final class ThreadCountTuner {
    /** Steps that are timed at once: about a millisecond. */
    private static final int TIMED_STEPS = 16;

    /** Steps in which the other threads may wake up, which are not timed. */
    private static final int WAKING_STEPS = 4;

    /** Steps of one thread before all are tried for the first time. */
    private static final int FIRST_WAIT = 2048;

    /** Steps to the next trial, at most. */
    private static final int LONGEST_WAIT = 1 << 15;

    /**
     * After this many slower timings in a row one thread takes over again: another program that takes a core for a
     * moment says little about the next.
     */
    private static final int MOST_LOSSES = 2;

    /** How much faster all threads must be. */
    private static final double WORTHWHILE = 1.05;

    /** What the next steps are for. */
    private enum Phase {
        ONE,
        TIMED_ONE,
        WAKING,
        ALL
    }

    private final LongSupplier clock;
    private Phase phase = Phase.ONE;
    private int between = FIRST_WAIT;
    private int left = FIRST_WAIT;
    private boolean faster;
    private int losses;
    private long nanos;
    private long oneNanos;

    /**
     * A tuner that begins with one thread.
     *
     * @param clock tells nanoseconds
     */
    public ThreadCountTuner(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Runs steps.
     *
     * @param times how many
     * @param one runs some with one thread
     * @param all runs some with all threads
     */
    public void run(int times, IntConsumer one, IntConsumer all) {
        for (int rest = times; rest > 0; ) {
            final int steps = Math.min(rest, left);
            final boolean isOne = phase == Phase.ONE || phase == Phase.TIMED_ONE;
            final long start = clock.getAsLong();
            (isOne ? one : all).accept(steps);
            nanos += clock.getAsLong() - start;
            rest -= steps;
            left -= steps;
            if (left == 0) {
                next();
            }
        }
    }

    private void next() {
        switch (phase) {
            case ONE -> enter(Phase.TIMED_ONE, TIMED_STEPS);
            case TIMED_ONE -> {
                oneNanos = nanos;
                faster = false;
                losses = 0;
                enter(Phase.WAKING, WAKING_STEPS);
            }
            case WAKING -> enter(Phase.ALL, TIMED_STEPS);
            case ALL -> judge();
        }
    }

    private void judge() {
        final boolean isFaster = WORTHWHILE * nanos < oneNanos;
        faster |= isFaster;
        losses = isFaster ? 0 : losses + 1;
        if (faster && losses < MOST_LOSSES) {
            enter(Phase.ALL, TIMED_STEPS);
        } else {
            // Where all threads gain nothing, the next trial comes ever later.
            between = faster ? FIRST_WAIT : Math.min(between + between / 4, LONGEST_WAIT);
            enter(Phase.ONE, between);
        }
    }

    private void enter(Phase next, int steps) {
        phase = next;
        left = steps;
        nanos = 0;
    }
}
