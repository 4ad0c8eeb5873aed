package handgrad.backend.cpu.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.kernel.PixelScaling;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.dataset.PixelScale;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products of pixels against loops over one sum after the other, of floats that were looked up: the same bits. */
class PixelProductsTest {
    private static final int LANES = GroupLayout.LANES;
    private static final int TEN = PixelProducts.TEN;
    private static final float[] FLOAT_OF_BYTE = PixelScale.UNIT.table();
    private static final PixelScaling FACTORS = PixelScaling.of(FLOAT_OF_BYTE);

    /** 19 blocks of 16 pixels, and 5 pixels that fill none. */
    private static final int WIDTH = 19 * LANES + 5;

    private static final int WHOLE = WIDTH / LANES * LANES;
    private static final int FIRST_ROW = 2;

    private final PixelProducts products = new VectorPixelProducts();
    private final Random random = new Random(11);
    private final byte[] pixels = new byte[40 * WIDTH];
    private final int[] rows = random.ints(FIRST_ROW + 2 * LANES, 0, 39 * WIDTH).toArray();

    @BeforeEach
    void drawPixels() {
        assumeTrue(VectorPixels.ARE_WHOLE, "a vector of bytes is no vector of floats here");
        for (int from = 0; from < pixels.length; from += 3 * LANES) {
            if (random.nextBoolean()) {
                final byte[] drawn = new byte[Math.min(3 * LANES, pixels.length - from)];
                random.nextBytes(drawn);
                System.arraycopy(drawn, 0, pixels, from, drawn.length);
            }
        }
    }

    private float[] numbers(int count) {
        final float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * Math.exp(3 * random.nextGaussian()));
        }
        return numbers;
    }

    private float pixel(int row, int column) {
        return FLOAT_OF_BYTE[pixels[rows[row] + column] & 0xFF];
    }

    /** For each sample 16 sums, each of every sixteenth column. */
    private float[] partialSums(int row, float[] w, int wAt) {
        final float[] sums = new float[LANES];
        for (int c = 0; c < WHOLE; c++) {
            sums[c % LANES] = Math.fma(pixel(row, c), w[wAt + c], sums[c % LANES]);
        }
        return sums;
    }

    @Test
    void dotsOfOneAreTheLoopOverTheColumns() {
        final float[] w = numbers(WHOLE);
        final float[] expected = new float[LANES * LANES];
        for (int r = 0; r < LANES; r++) {
            System.arraycopy(partialSums(FIRST_ROW + r, w, 0), 0, expected, r * LANES, LANES);
        }
        final float[] sums = numbers(LANES * LANES);
        products.dotsOfOne(pixels, rows, FIRST_ROW, LANES, FACTORS, w, WHOLE, sums);
        assertArrayEquals(expected, sums);
    }

    @Test
    void dotsOfTenAreTheLoopOverTheColumns() {
        final float[] w = numbers(TEN * WIDTH);
        final int at = 3;
        final float[] dots = numbers(at + TEN * LANES + at);
        final float[] expected = dots.clone();
        for (int o = 0; o < TEN; o++) {
            for (int r = 0; r < LANES; r++) {
                expected[at + o * LANES + r] = LaneSums.sum(partialSums(FIRST_ROW + r, w, o * WIDTH), 0);
            }
        }
        final long[] nonblank = new long[rows.length];
        products.findNonblank(pixels, rows, FIRST_ROW, WIDTH, nonblank);
        products.dotsOfTen(
                pixels,
                rows,
                nonblank,
                FIRST_ROW,
                FACTORS,
                w,
                WIDTH,
                new float[PixelProducts.SCRATCH_OF_TEN],
                dots,
                at);
        assertArrayEquals(expected, dots);
    }

    @Test
    void gradientOfOneIsTheLoopOverTheSamples() {
        final int[] columns = {0, 37, WIDTH - PixelProducts.COLUMNS_OF_ONE};
        final int samples = LANES + 3;
        final int dyAt = 5;
        final float[] dy = numbers(dyAt + samples);
        final float[] sums = numbers(columns.length * PixelProducts.COLUMNS_OF_ONE);
        final float[] expected = sums.clone();
        for (int i = 0; i < expected.length; i++) {
            final int column = columns[i / PixelProducts.COLUMNS_OF_ONE] + i % PixelProducts.COLUMNS_OF_ONE;
            for (int n = 0; n < samples; n++) {
                expected[i] = Math.fma(pixel(FIRST_ROW + n, column), dy[dyAt + n], expected[i]);
            }
        }
        products.gradientOfOne(pixels, rows, FIRST_ROW, samples, columns, FACTORS, dy, dyAt, sums);
        assertArrayEquals(expected, sums);
    }

    @Test
    void gradientOfTenIsTheLoopOverTheSamples() {
        final int samples = LANES + 3;
        final float[] dy = numbers(2 * TEN * LANES);
        final int[] dyPlaces = IntStream.range(0, samples)
                .map(n -> n / LANES * TEN * LANES + n % LANES)
                .toArray();
        final float[] dw = numbers(TEN * WIDTH);
        for (final int column : new int[] {0, 37, WIDTH - PixelProducts.COLUMNS_OF_TEN}) {
            final float[] expected = dw.clone();
            for (int o = 0; o < TEN; o++) {
                for (int c = column; c < column + PixelProducts.COLUMNS_OF_TEN; c++) {
                    float sum = 0f;
                    for (int n = 0; n < samples; n++) {
                        sum = Math.fma(pixel(n, c), dy[dyPlaces[n] + o * LANES], sum);
                    }
                    expected[o * WIDTH + c] = sum;
                }
            }
            products.gradientOfTen(
                    pixels, Arrays.copyOf(rows, samples), dyPlaces, samples, column, FACTORS, dy, dw, WIDTH);
            assertArrayEquals(expected, dw);
        }
    }
}
