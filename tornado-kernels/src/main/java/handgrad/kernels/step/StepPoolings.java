package handgrad.kernels.step;

import handgrad.kernels.element.PoolingElements;
import handgrad.kernels.element.Windows;

/** Pooling: helpers for the ops of {@code PoolingOp}. */
public final class StepPoolings {
    private StepPoolings() {}

    /**
     * Average pooling of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the sample, [channels, height, width]
     * @param xFirst the index of its first element
     * @param y receives the outputs, [channels, H', W']
     * @param yFirst the index of the first one
     * @param channels C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void average(
            int item,
            int items,
            float[] x,
            int xFirst,
            float[] y,
            int yFirst,
            int channels,
            int height,
            int width,
            int size,
            int stride) {
        final int pixels = Windows.count(height, size, stride, 0) * Windows.count(width, size, stride, 0);
        for (int e = item; e < channels * pixels; e += items) {
            final int map = xFirst + e / pixels * height * width;
            y[yFirst + e] = PoolingElements.average(x, map, e % pixels, width, size, stride);
        }
    }

    /**
     * The input gradient of average pooling for a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param dy contains the gradient of the sample's outputs, [channels, H', W']
     * @param dyFirst the index of its first element
     * @param dx receives the gradient, [channels, height, width]
     * @param dxFirst the index of its first element
     * @param channels C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void averageGradient(
            int item,
            int items,
            float[] dy,
            int dyFirst,
            float[] dx,
            int dxFirst,
            int channels,
            int height,
            int width,
            int size,
            int stride) {
        final int pixels = Windows.count(height, size, stride, 0) * Windows.count(width, size, stride, 0);
        for (int e = item; e < channels * height * width; e += items) {
            final int map = dyFirst + e / (height * width) * pixels;
            dx[dxFirst + e] =
                    PoolingElements.averageGradient(dy, map, e % (height * width), height, width, size, stride);
        }
    }

    /**
     * Max pooling of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the sample, [channels, height, width]
     * @param xFirst the index of its first element
     * @param y receives the outputs, [channels, H', W']
     * @param yFirst the index of the first one
     * @param winner receives the index of each maximum in its map, [channels, H', W']
     * @param winnerFirst the index of the first one
     * @param channels C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void maximum(
            int item,
            int items,
            float[] x,
            int xFirst,
            float[] y,
            int yFirst,
            int[] winner,
            int winnerFirst,
            int channels,
            int height,
            int width,
            int size,
            int stride) {
        final int pixels = Windows.count(height, size, stride, 0) * Windows.count(width, size, stride, 0);
        for (int e = item; e < channels * pixels; e += items) {
            final int map = xFirst + e / pixels * height * width;
            final int place = PoolingElements.winner(x, map, e % pixels, width, size, stride);
            winner[winnerFirst + e] = place;
            y[yFirst + e] = x[map + place];
        }
    }

    /**
     * The input gradient of max pooling for a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param dy contains the gradient of the sample's outputs, [channels, H', W']
     * @param dyFirst the index of its first element
     * @param winner contains the index of each maximum in its map, [channels, H', W']
     * @param winnerFirst the index of the first one
     * @param dx receives the gradient, [channels, height, width]
     * @param dxFirst the index of its first element
     * @param channels C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void maximumGradient(
            int item,
            int items,
            float[] dy,
            int dyFirst,
            int[] winner,
            int winnerFirst,
            float[] dx,
            int dxFirst,
            int channels,
            int height,
            int width,
            int size,
            int stride) {
        final int pixels = Windows.count(height, size, stride, 0) * Windows.count(width, size, stride, 0);
        for (int e = item; e < channels * height * width; e += items) {
            final int map = e / (height * width) * pixels;
            dx[dxFirst + e] = PoolingElements.maximumGradient(
                    dy, dyFirst + map, winner, winnerFirst + map, e % (height * width), height, width, size, stride);
        }
    }
}
