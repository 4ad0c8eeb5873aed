package handgrad.backend.cpu.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where pixels and floats are not zero, and sums over lanes for all samples of a group. */
class VectorNonzerosTest {
    /** Bit k against the pixels 16 k … 16 k + 15 one by one; samples begin anywhere, and one ends the data. */
    @ParameterizedTest
    @ValueSource(ints = {64, 75, 80, 112, 784, 1000, 1023, 1024})
    void aBitForEachBlockThatIsNotBlank(int width) {
        final Random random = new Random(width);
        final byte[] pixels = new byte[20 * width + 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(40) == 0 ? (byte) (1 + random.nextInt(255)) : 0;
        }
        final int[] rows = new int[2 * GroupLayout.LANES];
        for (int n = GroupLayout.LANES; n < rows.length; n++) {
            rows[n] = random.nextInt(19 * width + 3);
        }
        rows[rows.length - 1] = pixels.length - width;
        final long[] nonblank = new long[rows.length];
        new VectorPixelProducts().findNonblank(pixels, rows, GroupLayout.LANES, width, nonblank);
        for (int n = 0; n < GroupLayout.LANES; n++) {
            assertEquals(0, nonblank[n], "another group");
        }
        for (int n = GroupLayout.LANES; n < rows.length; n++) {
            for (int k = 0; k < Math.ceilDiv(width, GroupLayout.LANES); k++) {
                final boolean isRest = (k + 1) * GroupLayout.LANES > width;
                boolean isNonblank = isRest;
                for (int c = k * GroupLayout.LANES; c < Math.min(width, (k + 1) * GroupLayout.LANES); c++) {
                    isNonblank |= pixels[rows[n] + c] != 0;
                }
                assertEquals(isNonblank, (nonblank[n] >>> k & 1) != 0, "sample " + n + ", block " + k);
            }
        }
    }

    @Test
    void everyPixelOfABlockCounts() {
        final byte[] pixels = new byte[64];
        for (int c = 0; c < pixels.length; c++) {
            pixels[c] = (byte) 0x80;
            final long[] nonblank = new long[GroupLayout.LANES];
            new VectorPixelProducts().findNonblank(pixels, new int[GroupLayout.LANES], 0, pixels.length, nonblank);
            assertEquals(1L << c / GroupLayout.LANES, nonblank[5], "pixel " + c);
            pixels[c] = 0;
        }
    }

    /** The same bits as one sample after the other: numbers whose sum depends on the order. */
    @Test
    void sumsOfAGroupAreThoseOfItsSamples() {
        final int outputs = 10;
        final Random random = new Random(3);
        final float[] sums = new float[GroupLayout.LANES * outputs * GroupLayout.LANES];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (float) (random.nextGaussian() * Math.exp(8 * random.nextGaussian()));
        }
        final float[] expected = new float[outputs * GroupLayout.LANES];
        for (int r = 0; r < GroupLayout.LANES; r++) {
            for (int o = 0; o < outputs; o++) {
                expected[o * GroupLayout.LANES + r] = LaneSums.sum(sums, (r * outputs + o) * GroupLayout.LANES);
            }
        }
        final float[] actual = new float[7 + expected.length];
        VectorLaneSums.ofGroup(sums, outputs, actual, 7);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    expected[i],
                    actual[7 + i],
                    "output " + i / GroupLayout.LANES + ", sample " + i % GroupLayout.LANES);
        }
    }
}
