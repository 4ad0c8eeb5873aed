package handgrad.random;

import static handgrad.random.ReferenceDraws.integers;
import static handgrad.random.ReferenceDraws.longs;
import static handgrad.random.ReferenceDraws.normalDoubles;
import static handgrad.random.ReferenceDraws.uniformDoubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The numpy stream against values drawn by NumPy, bit for bit. */
class NumpyStreamTest {
    private static RandomStream numpy(long seed) {
        return RandomStream.of(RandomStream.Kind.NUMPY, seed);
    }

    /** All values of the fixture come from one stream. */
    @Test
    void drawsWhatNumpyDrawsAfterSeed0() {
        final ReferenceDraws expected = new ReferenceDraws("numpy-seed0.csv");
        final RandomStream stream = numpy(0);
        assertArrayEquals(expected.doubles("normal_scale4_50"), normalDoubles(stream, 50, 0, 4));
        assertArrayEquals(expected.doubles("normal_scale0.05_50"), normalDoubles(stream, 50, 0, 0.05));
        assertArrayEquals(expected.doubles("normal31"), normalDoubles(stream, 31, 0, 1));
        assertArrayEquals(expected.integers("randint_0_29_200"), integers(stream, 200, 29));
        assertArrayEquals(expected.integers("randint_2_size30"), integers(stream, 30, 2));
        assertArrayEquals(expected.doubles("uniform5"), uniformDoubles(stream, 5, 0, 1));
        assertArrayEquals(expected.doubles("randn4"), normalDoubles(stream, 4, 0, 1));
        assertArrayEquals(expected.integers("permutation20"), stream.permutation(20));
    }

    /**
     * A second stream, drawn by NumPy 2.4.6, covers other limits and a mean, bounds at a power of two and at both ends,
     * 64 bits, and a long permutation.
     */
    @Test
    void drawsWhatNumpyDrawsAfterSeed42() {
        final ReferenceDraws expected = new ReferenceDraws("numpy-seed42.csv");
        final RandomStream stream = numpy(42);
        assertArrayEquals(expected.doubles("uniform20_-0.37_0.71"), uniformDoubles(stream, 20, -0.37, 0.71));
        assertArrayEquals(expected.integers("randint_1_3"), integers(stream, 3, 1));
        assertArrayEquals(expected.doubles("normal5_mean1.5_std0.3"), normalDoubles(stream, 5, 1.5, 0.3));
        assertArrayEquals(expected.doubles("rand2"), new double[] {stream.nextDouble(), stream.nextDouble()});
        assertArrayEquals(expected.doubles("randn3"), normalDoubles(stream, 3, 0, 1));
        assertArrayEquals(expected.longs("uint64_5"), longs(stream, 5));
        assertArrayEquals(expected.integers("randint_2147483647_5"), integers(stream, 5, Integer.MAX_VALUE));
        assertArrayEquals(expected.integers("randint_64_20"), integers(stream, 20, 64));
        assertArrayEquals(expected.integers("permutation1000"), stream.permutation(1000));
    }

    @Test
    void refusesTheSeedsThatNumpyRefuses() {
        assertThrows(IllegalArgumentException.class, () -> numpy(-1));
        final Exception refused = assertThrows(IllegalArgumentException.class, () -> numpy(1L << 32));
        assertEquals("a seed of the numpy stream must be from 0 to 4294967295, not 4294967296", refused.getMessage());
        assertEquals(numpy((1L << 32) - 1).state(), numpy(0xffff_ffffL).state());
    }

    @Test
    void derivingGoesOnInTheOneStream() {
        final RandomStream stream = numpy(0);
        assertSame(stream, stream.derive("shuffle", 1));
    }
}
