package handgrad.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The default stream: its bits against the JDK's generators, its derived streams against SHA-256 computed in Python.
 */
class HandgradStreamTest {
    /**
     * SplittableRandom is SplitMix64, and the JDK's Xoshiro256PlusPlus can be seeded with its four words as 32 bytes.
     */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE, 0x9e3779b97f4a7c15L})
    void isXoshiroSeededBySplitMix(long seed) {
        final SplittableRandom splitMix = new SplittableRandom(seed);
        final ByteBuffer words = ByteBuffer.allocate(4 * Long.BYTES);
        while (words.hasRemaining()) {
            words.putLong(splitMix.nextLong());
        }
        final RandomGenerator expected =
                RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(words.array());
        final RandomStream stream = RandomStream.of(seed);
        for (int i = 0; i < 1000; i++) {
            assertEquals(expected.nextLong(), stream.nextLong());
        }
    }

    /**
     * The keys are the first 16 digits of {@code hashlib.sha256(struct.pack('>qq', key, number) + purpose)} in Python.
     */
    @Test
    void derivedKeysAreTheStartOfAHash() {
        assertEquals(
                RandomStream.of(0xb1d47b5d91041dfdL).state(),
                RandomStream.of(0).derive("shuffle", 3).state());
        assertEquals(
                RandomStream.of(0xd40179d5ced2d37fL).state(),
                RandomStream.of(-7).derive("größe", -1).state());
    }

    @Test
    void derivingLooksAtNothingThatWasDrawn() {
        final RandomStream fresh = RandomStream.of(5);
        final RandomStream used = RandomStream.of(5);
        used.nextNormal();
        final int[] order = fresh.derive("shuffle", 7).permutation(100);
        assertArrayEquals(order, used.derive("shuffle", 7).permutation(100));
        assertArrayEquals(
                order, RandomStream.restore(used.state()).derive("shuffle", 7).permutation(100));
    }

    @Test
    void derivingLeavesTheStreamWhereItIs() {
        final RandomStream stream = RandomStream.of(5);
        stream.derive("shuffle", 7);
        assertEquals(RandomStream.of(5).state(), stream.state());
    }

    @Test
    void purposeAndNumberAndSeedTellStreamsApart() {
        final String state = RandomStream.of(5).derive("shuffle", 7).state();
        assertNotEquals(state, RandomStream.of(5).derive("shuffle", 8).state());
        assertNotEquals(state, RandomStream.of(5).derive("noise", 7).state());
        assertNotEquals(state, RandomStream.of(6).derive("shuffle", 7).state());
        assertNotEquals(
                RandomStream.of(5).derive("a", 1).derive("b", 2).state(),
                RandomStream.of(5).derive("b", 2).derive("a", 1).state());
    }

    /**
     * The correlation of n independent pairs has a standard deviation of 1/√n; it exceeds five of them once in two
     * million times. The seeds are fixed.
     */
    @Test
    void neighbouringStreamsAreUncorrelated() {
        final int pairs = 20_000;
        for (int number = 0; number < 10; number++) {
            final double[] one = ReferenceDraws.normalDoubles(RandomStream.of(1).derive("noise", number), pairs, 0, 1);
            final double[] next =
                    ReferenceDraws.normalDoubles(RandomStream.of(1).derive("noise", number + 1), pairs, 0, 1);
            double sum = 0;
            for (int i = 0; i < pairs; i++) {
                sum += one[i] * next[i];
            }
            assertTrue(Math.abs(sum / pairs) < 5 / Math.sqrt(pairs), "correlation " + sum / pairs);
        }
    }

    /** Between 1 and the next double or float, unclamped sums would round to the limit about half of the time. */
    @Test
    void uniformsStayBelowTheLimitThatTheyWouldRoundTo() {
        final float[] floats = ReferenceDraws.uniformFloats(RandomStream.of(3), 1000, 1, Math.nextUp(1f));
        final double[] doubles = ReferenceDraws.uniformDoubles(RandomStream.of(3), 1000, 1, Math.nextUp(1.0));
        for (int i = 0; i < 1000; i++) {
            assertEquals(1, floats[i]);
            assertEquals(1, doubles[i]);
        }
    }

    @Test
    void floatsAndDoublesTakeTheUpperBits() {
        final long bits = RandomStream.of(9).nextLong();
        assertEquals(
                Long.divideUnsigned(bits, 1L << 40) / 16777216.0,
                RandomStream.of(9).nextFloat());
        assertEquals(
                Long.divideUnsigned(bits, 1L << 11) / 9007199254740992.0,
                RandomStream.of(9).nextDouble());
    }

    @Test
    void theStateIsShort() {
        final String state = RandomStream.of(1).state();
        assertEquals(
                6,
                Arrays.stream(state.split(" "))
                        .filter(field -> !field.matches("handgrad|v1"))
                        .count());
        assertTrue(state.length() <= 120, state);
    }
}
