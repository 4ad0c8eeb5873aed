package handgrad.random;

import static handgrad.random.ReferenceDraws.integers;
import static handgrad.random.ReferenceDraws.longs;
import static handgrad.random.ReferenceDraws.normalDoubles;
import static handgrad.random.ReferenceDraws.normalFloats;
import static handgrad.random.ReferenceDraws.uniformDoubles;
import static handgrad.random.ReferenceDraws.uniformFloats;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The torch stream against values drawn by PyTorch. Floats and integers must agree bit for bit. */
class TorchStreamTest {
    private static RandomStream torch(long seed) {
        return RandomStream.of(RandomStream.Kind.TORCH, seed);
    }

    /** All values of the fixture come from one stream. */
    @Test
    void drawsWhatPyTorchDrawsAfterSeed0() {
        final ReferenceDraws expected = new ReferenceDraws("torch-seed0.csv");
        final RandomStream stream = torch(0);
        assertArrayEquals(expected.floats("normal512"), normalFloats(stream, 512, 0, 1));
        assertArrayEquals(expected.floats("normal102"), normalFloats(stream, 102, 0, 1));
        assertArrayEquals(expected.floats("normal7"), normalFloats(stream, 7, 0, 1));
        final float[] uniforms = new float[9];
        for (int i = 0; i < uniforms.length; i++) {
            uniforms[i] = stream.nextFloat();
        }
        assertArrayEquals(expected.floats("rand9"), uniforms);
        assertLayer(expected, "linear5x3", stream, 5);
        assertArrayEquals(expected.integers("randperm20"), stream.permutation(20));
        assertLayer(expected, "conv2x3x5x5", stream, 2 * 5 * 5);
    }

    /**
     * A second stream, drawn by PyTorch 1.13.1, covers a mean and a deviation, doubles, a normal that stays cached
     * across a block, uniform limits whose distance is not a power of two, remainders, and 64 bits.
     */
    @Test
    void drawsWhatPyTorchDrawsAfterSeed42() {
        final ReferenceDraws expected = new ReferenceDraws("torch-seed42.csv");
        final RandomStream stream = torch(42);
        assertArrayEquals(expected.floats("normal19_mean1.5_std0.3"), normalFloats(stream, 19, 1.5, 0.3));
        assertArrayEquals(expected.floats("normal3"), normalFloats(stream, 3, 0, 1));
        assertClose(expected.doubles("double_normal2"), normalDoubles(stream, 2, 0, 1));
        assertClose(expected.doubles("double_normal37_mean1.5_std0.3"), normalDoubles(stream, 37, 1.5, 0.3));
        final double[] uniforms = new double[5];
        for (int i = 0; i < uniforms.length; i++) {
            uniforms[i] = stream.nextDouble();
        }
        assertArrayEquals(expected.doubles("double_rand5"), uniforms);
        assertArrayEquals(expected.floats("uniform20_-0.37_0.71"), uniformFloats(stream, 20, -0.37, 0.71));
        assertArrayEquals(expected.doubles("double_uniform20_-0.37_0.71"), uniformDoubles(stream, 20, -0.37, 0.71));
        assertArrayEquals(expected.integers("randint_60000_20"), integers(stream, 20, 60_000));
        assertArrayEquals(expected.integers("randint_2147483647_5"), integers(stream, 5, Integer.MAX_VALUE));
        assertArrayEquals(
                expected.longs("random63_5"),
                LongStream.of(longs(stream, 5))
                        .map(drawn -> drawn & Long.MAX_VALUE)
                        .toArray());
        assertArrayEquals(expected.longs("random64_5"), longs(stream, 5));
        assertLayer(expected, "linear7x1", stream, 7);
        assertLayer(expected, "linear784x1", stream, 784);
    }

    /**
     * Covers rounding errors of the polynomials that a few hundred values do not show: the SHA-256 of {@code
     * torch.randn(1000003)} after seed 42, big-endian, by PyTorch 1.13.1.
     */
    @Test
    void aMillionNormalsAgreeInEveryBit() throws NoSuchAlgorithmException {
        final int count = 1_000_003;
        final ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES);
        bytes.asFloatBuffer().put(normalFloats(torch(42), count, 0, 1));
        final byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        assertEquals(
                "213bb5d033efc7715cc350f69a307bf9b908350cfb4e6eb84a7ffcf9e749a4ee",
                HexFormat.of().formatHex(digest));
    }

    /** As checked in PyTorch: the seed 2⁴⁰ + 42 is equivalent to 42, and −5 to 2³² − 5. */
    @Test
    void theLowBitsOfTheSeedDecide() {
        assertEquals(torch(42).nextLong(), torch((1L << 40) + 42).nextLong());
        assertEquals(torch((1L << 32) - 5).nextLong(), torch(-5).nextLong());
    }

    @Test
    void derivingGoesOnInTheOneStream() {
        final RandomStream stream = torch(0);
        assertSame(stream, stream.derive("shuffle", 1));
    }

    private static void assertLayer(ReferenceDraws expected, String name, RandomStream stream, int fanIn) {
        final float[] weights = expected.floats(name + ".weight");
        final float[] biases = expected.floats(name + ".bias");
        final float[] drawnWeights = new float[weights.length];
        final float[] drawnBiases = new float[biases.length];
        DefaultInitialisation.draw(stream, drawnWeights, drawnBiases, fanIn);
        assertArrayEquals(weights, drawnWeights);
        assertArrayEquals(biases, drawnBiases);
    }

    /**
     * Normals in double: logarithm, sine and cosine come from the C library there and from Java here, each within 1
     * ulp. The square root halves the error of the logarithm, and the product adds its own rounding: 3 ulp of the
     * normal, and adding the mean does not increase the absolute error.
     */
    private static void assertClose(double[] expected, double[] drawn) {
        assertEquals(expected.length, drawn.length);
        for (int i = 0; i < expected.length; i++) {
            // No normal here exceeds 4 in magnitude.
            assertEquals(expected[i], drawn[i], 3 * Math.ulp(4.0));
        }
    }
}
