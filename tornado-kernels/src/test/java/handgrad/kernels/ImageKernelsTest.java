package handgrad.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Convolution and pooling in small integers, computed by hand. All sums are exact, so all results must be. */
class ImageKernelsTest {
    /** 1 2 3 / 4 5 6 / 7 8 9. */
    private static final float[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    /** Four weights such that the digits of a sum show which pixel was multiplied by which weight. */
    private static final float[] DIGITS = {1, 10, 100, 1000};

    private static final float NAN = Float.NaN;

    /** A value that the kernel must overwrite. */
    private static float[] unset(int size) {
        final float[] values = new float[size];
        Arrays.fill(values, NAN);
        return values;
    }

    @Test
    void convolvesWithoutFlippingTheWeights() {
        final float[] y = unset(4);
        Convolutions.conv2dForward(NINE, DIGITS, new float[] {0.5f}, y, 1, 1, 3, 3, 1, 2, 1, 0);
        assertArrayEquals(new float[] {5421.5f, 6532.5f, 8754.5f, 9865.5f}, y);
    }

    /** Window 2, stride 2, padding 1 on 3×3: the windows start at rows and columns −1 and 1. */
    @Test
    void convolvesWithStrideAndPadding() {
        final float[] y = unset(4);
        Convolutions.conv2dForward(NINE, DIGITS, new float[] {0}, y, 1, 1, 3, 3, 1, 2, 2, 1);
        assertArrayEquals(new float[] {1000, 3200, 7040, 9865}, y);
    }

    /** Two samples of two channels 1×2, two outputs, window 1: y[n,o] = Σ_c w[o,c] x[n,c] + b[o]. */
    @Test
    void convolvesSamplesAndChannels() {
        final float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
        final float[] y = unset(8);
        Convolutions.conv2dForward(x, new float[] {1, 10, 2, 100}, new float[] {0, 1000}, y, 2, 2, 1, 2, 2, 1, 1, 0);
        assertArrayEquals(new float[] {31, 42, 1302, 1404, 75, 86, 1710, 1812}, y);
    }

    /** The way back of {@link #convolvesWithStrideAndPadding}: no two windows overlap, so each pixel has one term. */
    @Test
    void returnsTheGradientToThePixels() {
        final float[] dx = unset(9);
        Convolutions.conv2dBackwardInput(new float[] {1, 2, 3, 4}, DIGITS, dx, 1, 1, 3, 3, 1, 2, 2, 1);
        assertArrayEquals(new float[] {1000, 200, 2000, 30, 4, 40, 3000, 400, 4000}, dx);
    }

    /** At stride 1, the middle pixel of 3×3 is in all four windows. */
    @Test
    void addsTheGradientsOfOverlappingWindows() {
        final float[] dx = unset(9);
        Convolutions.conv2dBackwardInput(new float[] {1, 1, 1, 1}, DIGITS, dx, 1, 1, 3, 3, 1, 2, 1, 0);
        assertArrayEquals(new float[] {1, 11, 10, 101, 1111, 1010, 100, 1100, 1000}, dx);
    }

    /** Window 1 at stride 2 on 1×4 skips pixels 1 and 3; two outputs. */
    @Test
    void addsTheGradientsOfAllOutputs() {
        final float[] dx = unset(4);
        Convolutions.conv2dBackwardInput(new float[] {1, 2, 10, 20}, new float[] {3, 5}, dx, 1, 1, 1, 4, 2, 1, 2, 0);
        assertArrayEquals(new float[] {53, 0, 106, 0}, dx);
    }

    /** Two samples; the second has one pixel and one dy that are not zero. */
    @Test
    void sumsTheWeightGradientOverSamplesAndPixels() {
        final float[] x = Arrays.copyOf(NINE, 18);
        x[9] = 10;
        final float[] dw = unset(4);
        final float[] db = unset(1);
        Convolutions.conv2dBackwardWeight(x, new float[] {1, 2, 3, 4, 1, 0, 0, 0}, dw, db, 2, 1, 3, 3, 1, 2, 2, 1);
        assertArrayEquals(new float[] {20, 36, 36, 74}, dw);
        assertArrayEquals(new float[] {11}, db);
    }

    @Test
    void ordersTheWeightGradientByOutputThenInput() {
        final float[] dw = unset(4);
        final float[] db = unset(2);
        Convolutions.conv2dBackwardWeight(new float[] {3, 5}, new float[] {7, 11}, dw, db, 1, 2, 1, 1, 2, 1, 1, 0);
        assertArrayEquals(new float[] {21, 35, 33, 55}, dw);
        assertArrayEquals(new float[] {7, 11}, db);
    }

    /** Three channels 2×2; output 0 has the inputs {0, 2}, output 1 {1, 2}; window 2. */
    @Test
    void followsAConnectionTable() {
        final float[] x = {1, 2, 3, 4, 10, 20, 30, 40, 100, 200, 300, 400};
        final float[] w = {1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2};
        final int[] inputOf = {0, 2, 1, 2};
        final int[] outputOf = {0, 0, 1, 1};
        final float[] y = unset(2);
        final int[] byOutput = {0, 2, 4};
        TableConvolutions.tableConv2dForward(x, w, new float[] {5, 7}, y, byOutput, inputOf, 1, 3, 2, 2, 2, 2, 1, 0);
        assertArrayEquals(new float[] {10 + 100 + 5, 20 + 800 + 7}, y);

        final float[] dy = {1, 10};
        final float[] dx = unset(12);
        final int[] byInput = {0, 1, 2, 4};
        final int[] connections = {0, 2, 1, 3};
        TableConvolutions.tableConv2dBackwardInput(dy, w, dx, byInput, connections, outputOf, 1, 3, 2, 2, 2, 2, 1, 0);
        assertArrayEquals(new float[] {1, 1, 1, 1, 0, 10, 0, 0, 1, 0, 0, 20}, dx);

        final float[] dw = unset(16);
        final float[] db = unset(2);
        TableConvolutions.tableConv2dBackwardWeight(x, dy, dw, db, inputOf, outputOf, 1, 3, 2, 2, 2, 4, 2, 1, 0);
        assertArrayEquals(new float[] {1, 2, 3, 4, 100, 200, 300, 400, 100, 200, 300, 400, 1000, 2000, 3000, 4000}, dw);
        assertArrayEquals(dy, db);
    }

    /** With all connections, a table convolution equals a dense one; here with stride 2, padding 1 and 5×6 pixels. */
    @Test
    void completeTableIsTheFullConvolution() {
        final int samples = 2;
        final int channels = 2;
        final int outputs = 3;
        final Random random = new Random(1);
        final float[] x = smallIntegers(random, samples * channels * 5 * 6);
        final float[] w = smallIntegers(random, outputs * channels * 9);
        final float[] b = smallIntegers(random, outputs);
        final float[] dy = smallIntegers(random, samples * outputs * 3 * 3);
        final int[] inputOf = {0, 1, 0, 1, 0, 1};
        final int[] outputOf = {0, 0, 1, 1, 2, 2};

        final float[] y = unset(dy.length);
        final float[] tableY = unset(dy.length);
        Convolutions.conv2dForward(x, w, b, y, samples, channels, 5, 6, outputs, 3, 2, 1);
        TableConvolutions.tableConv2dForward(
                x, w, b, tableY, new int[] {0, 2, 4, 6}, inputOf, samples, channels, 5, 6, outputs, 3, 2, 1);
        assertArrayEquals(y, tableY);

        final float[] dx = unset(x.length);
        final float[] tableDx = unset(x.length);
        Convolutions.conv2dBackwardInput(dy, w, dx, samples, channels, 5, 6, outputs, 3, 2, 1);
        final int[] connections = {0, 2, 4, 1, 3, 5};
        TableConvolutions.tableConv2dBackwardInput(
                dy, w, tableDx, new int[] {0, 3, 6}, connections, outputOf, samples, channels, 5, 6, outputs, 3, 2, 1);
        assertArrayEquals(dx, tableDx);

        final float[] dw = unset(w.length);
        final float[] db = unset(outputs);
        final float[] tableDw = unset(w.length);
        final float[] tableDb = unset(outputs);
        Convolutions.conv2dBackwardWeight(x, dy, dw, db, samples, channels, 5, 6, outputs, 3, 2, 1);
        TableConvolutions.tableConv2dBackwardWeight(
                x, dy, tableDw, tableDb, inputOf, outputOf, samples, channels, 5, 6, outputs, 6, 3, 2, 1);
        assertArrayEquals(dw, tableDw);
        assertArrayEquals(db, tableDb);
    }

    private static float[] smallIntegers(Random random, int count) {
        final float[] values = new float[count];
        IntStream.range(0, count).forEach(i -> values[i] = random.nextInt(-9, 10));
        return values;
    }

    /** With windows 2 at stride 2, the last column is unused. */
    @Test
    void averages() {
        final float[] y = unset(2);
        Poolings.averagePoolForward(new float[] {1, 2, 3, 4, 99, 5, 6, 7, 8, 99}, y, 1, 2, 5, 2, 2);
        assertArrayEquals(new float[] {3.5f, 5.5f}, y);
        final float[] dx = unset(10);
        Poolings.averagePoolBackward(new float[] {4, 8}, dx, 1, 2, 5, 2, 2);
        assertArrayEquals(new float[] {1, 1, 2, 2, 0, 1, 1, 2, 2, 0}, dx);
    }

    /** Two maps; at stride 1, a pixel gets a quarter of dy from each of its windows. */
    @Test
    void averagesOverlappingWindows() {
        final float[] y = unset(8);
        final float[] x = Arrays.copyOf(NINE, 18);
        Poolings.averagePoolForward(x, y, 2, 3, 3, 2, 1);
        assertArrayEquals(new float[] {3, 4, 6, 7, 0, 0, 0, 0}, y);
        final float[] dx = unset(18);
        Poolings.averagePoolBackward(new float[] {4, 4, 4, 4, 4, 0, 0, 0}, dx, 2, 3, 3, 2, 1);
        assertArrayEquals(new float[] {1, 2, 1, 2, 4, 2, 1, 2, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0}, dx);
    }

    /** The first of equal values wins; the first NaN exceeds all; indices are relative to the map. */
    @Test
    void takesTheMaximum() {
        final float[] x = {1, 3, NAN, 9, 3, 2, 7, NAN, -5, Float.NEGATIVE_INFINITY, -2, -2, -4, -6, -1, -3};
        final float[] y = unset(4);
        final int[] winner = {-1, -1, -1, -1};
        Poolings.maxPoolForward(x, y, winner, 2, 2, 4, 2, 2);
        assertArrayEquals(new float[] {3, NAN, -4, -1}, y);
        assertArrayEquals(new int[] {1, 2, 4, 6}, winner);
    }

    @Test
    void maximumOfNothingButMinusInfinityIsItsFirst() {
        final float[] x = new float[4];
        Arrays.fill(x, Float.NEGATIVE_INFINITY);
        final float[] y = unset(1);
        final int[] winner = {-1};
        Poolings.maxPoolForward(x, y, winner, 1, 2, 2, 2, 1);
        assertArrayEquals(new float[] {Float.NEGATIVE_INFINITY}, y);
        assertArrayEquals(new int[] {0}, winner);
    }

    /** Two maps of 2×3, overlapping windows: pixel 4 of the first wins both of its windows. */
    @Test
    void returnsTheGradientToTheWinners() {
        final float[] dx = unset(12);
        Poolings.maxPoolBackward(new float[] {1, 10, 100, 1000}, new int[] {4, 4, 0, 5}, dx, 2, 2, 3, 2, 1);
        assertArrayEquals(new float[] {0, 0, 0, 0, 11, 0, 100, 0, 0, 0, 0, 1000}, dx);
    }
}
