package handgrad.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MersenneTwisterTest {
    /** C++ standard, [rand.predef]: the 10,000th output of a default mt19937 (seed 5489) is 4123659995. */
    @Test
    void theTenThousandthOutputIsTheStandards() {
        final MersenneTwister twister = MersenneTwister.seeded(5489);
        for (int i = 1; i < 10_000; i++) {
            twister.next();
        }
        assertEquals(4123659995L, Integer.toUnsignedLong(twister.next()));
    }
}
