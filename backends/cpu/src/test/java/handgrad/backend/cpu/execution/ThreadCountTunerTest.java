package handgrad.backend.cpu.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way steps are run, on a clock of its own: no test waits for a real one. */
class ThreadCountTunerTest {
    private static final int ALONE_NANOS = 100;

    private long now;
    private int alone;
    private int together;
    private final ThreadCountTuner race = new ThreadCountTuner(() -> now);

    /**
     * Runs steps of which each takes 100 ns alone, and together what is told of the number of steps run together
     * before.
     */
    private void run(int times, IntUnaryOperator nanosTogether) {
        race.run(
                times,
                steps -> {
                    alone += steps;
                    now += (long) steps * ALONE_NANOS;
                },
                steps -> {
                    for (int i = 0; i < steps; i++) {
                        now += nanosTogether.applyAsInt(together++);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 100, 2048, 50_000})
    void everyStepIsRunOnce(int atATime) {
        int all = 0;
        while (all < 50_000) {
            run(atATime, _ -> 60);
            all += atATime;
            assertEquals(all, alone + together);
        }
    }

    @Test
    void severalThreadsGoOnWhereTheyAreQuicker() {
        run(100_000, _ -> 60);
        assertTrue(together > 95_000, together + " together");
        assertTrue(alone > 1000, "one thread begins, while the JVM compiles");
    }

    /** Trying costs little: here a step together takes ten times as long. */
    @Test
    void oneThreadGoesOnWhereItIsQuicker() {
        run(1_000_000, _ -> 10 * ALONE_NANOS);
        assertTrue(together > 0);
        assertTrue(now < 1_010_000L * ALONE_NANOS, now + " ns for a million steps");
    }

    /** By less than a twentieth is not worth a second processor. */
    @Test
    void hardlyQuickerIsNotWorthIt() {
        run(100_000, _ -> ALONE_NANOS - 3);
        assertTrue(together < 1000, together + " together");
    }

    /** At first together is slow, from some time on quick: it gets another chance. */
    @Test
    void whoLostGetsAnotherChance() {
        run(200_000, done -> done < 50 ? 500 : 60);
        assertTrue(together > 150_000, together + " together");
    }

    /** Moments in which another program has the second processor. */
    @Test
    void slowMomentsAreForgiven() {
        run(20_000, done -> done % 1000 == 500 ? 100 * ALONE_NANOS : 60);
        assertTrue(together > 17_000, together + " together");
    }

    @Test
    void severalThreadsGiveUpWhenTheyStaySlow() {
        run(10_000, _ -> 60);
        final int before = together;
        assertTrue(before > 5000);
        run(1000, _ -> 3 * ALONE_NANOS);
        assertTrue(together - before < 100, together - before + " slow steps together");
    }
}
