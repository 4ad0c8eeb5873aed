package handgrad.backend.cpu.execution;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * * Runs steps of which nobody knows whether one thread or several do them sooner: handing work over takes some
 * microseconds, and as long as the JVM compiles, or another program runs, there is no other processor to be had. So
 * one thread begins; from time to time some of its steps are timed, and then all threads go on for as long as they
 * are quicker. The results are the same to the last bit.
 */
public final class ThreadCountTuner {
    /** Steps that are timed: about a millisecond of the steps that this is for. */
    private static final int HEAT = 16;

    /** Steps in which the other threads may wake up. */
    private static final int START = 4;

    /** Steps of one thread before the others have their first chance. */
    private static final int FIRST = 2048;

    /** Steps to the next chance, at most. */
    private static final int LONGEST = 1 << 15;

    /**
     * Heats that several threads may lose in a row: another program that takes a processor for a moment says little
     * about the next.
     */
    private static final int MOST_LOST = 2;

    /** By so much must several threads be quicker to be worth their while. */
    private static final double WORTH = 1.05;

    /** What the next steps are for. */
    private enum Phase {
        ALONE,
        TIMED_ALONE,
        WAKING,
        TOGETHER
    }

    private final LongSupplier clock;
    private Phase phase = Phase.ALONE;
    private int between = FIRST;
    private int left = FIRST;
    private boolean won;
    private int lost;
    private long nanos;
    private long aloneNanos;

    /**
     * A race that has not begun.
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
     * @param alone runs some with one thread
     * @param together runs some with all threads
     */
    public void run(int times, IntConsumer alone, IntConsumer together) {
        for (int rest = times; rest > 0; ) {
            final int steps = Math.min(rest, left);
            final boolean isAlone = phase == Phase.ALONE || phase == Phase.TIMED_ALONE;
            final long start = clock.getAsLong();
            (isAlone ? alone : together).accept(steps);
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
            case ALONE -> enter(Phase.TIMED_ALONE, HEAT);
            case TIMED_ALONE -> {
                aloneNanos = nanos;
                won = false;
                lost = 0;
                enter(Phase.WAKING, START);
            }
            case WAKING -> enter(Phase.TOGETHER, HEAT);
            case TOGETHER -> judge();
        }
    }

    private void judge() {
        final boolean isWon = WORTH * nanos < aloneNanos;
        won |= isWon;
        lost = isWon ? 0 : lost + 1;
        if (won && lost < MOST_LOST) {
            enter(Phase.TOGETHER, HEAT);
        } else {
            // Who wins nothing waits ever longer for the next chance.
            between = won ? FIRST : Math.min(between + between / 4, LONGEST);
            enter(Phase.ALONE, between);
        }
    }

    private void enter(Phase next, int steps) {
        phase = next;
        left = steps;
        nanos = 0;
    }
}
