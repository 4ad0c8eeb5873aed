package handgrad.kernels.step;

import handgrad.kernels.element.ConvolutionElements;
import handgrad.kernels.element.Windows;

/** Convolution: helpers for the ops of {@code ConvolutionOp}. */
public final class StepConvolutions {
    private StepConvolutions() {}

    /**
     * The outputs of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the sample, [channels, height, width]
     * @param xFirst the index of its first element
     * @param w [outputs, channels, size, size]
     * @param b [outputs]
     * @param y receives the outputs, [outputs, H', W']
     * @param yFirst the index of the first one
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void forward(
            int item,
            int items,
            float[] x,
            int xFirst,
            float[] w,
            float[] b,
            float[] y,
            int yFirst,
            int channels,
            int height,
            int width,
            int outputs,
            int size,
            int stride,
            int padding) {
        final int pixels = Windows.count(height, size, stride, padding) * Windows.count(width, size, stride, padding);
        for (int e = item; e < outputs * pixels; e += items) {
            y[yFirst + e] = ConvolutionElements.output(
                    x, xFirst, w, b, e / pixels, e % pixels, channels, height, width, size, stride, padding);
        }
    }

    /**
     * The input gradient of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param dy contains the gradient of the sample's outputs, [outputs, H', W']
     * @param dyFirst the index of its first element
     * @param w [outputs, channels, size, size]
     * @param dx receives the gradient, [channels, height, width]
     * @param dxFirst the index of its first element
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void inputGradient(
            int item,
            int items,
            float[] dy,
            int dyFirst,
            float[] w,
            float[] dx,
            int dxFirst,
            int channels,
            int height,
            int width,
            int outputs,
            int size,
            int stride,
            int padding) {
        final int pixels = height * width;
        for (int e = item; e < channels * pixels; e += items) {
            dx[dxFirst + e] = ConvolutionElements.inputGradient(
                    dy, dyFirst, w, e / pixels, e % pixels, channels, height, width, outputs, size, stride, padding);
        }
    }

    /**
     * The gradient of the weights, summed over the batch.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the batch, [samples, channels, height, width]
     * @param xFirst the index of its first element
     * @param dy contains the gradient of the outputs, [samples, outputs, H', W']
     * @param dyFirst the index of its first element
     * @param dw receives the gradient, of the shape of w
     * @param dwFirst the index of its first element
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void weightGradient(
            int item,
            int items,
            float[] x,
            int xFirst,
            float[] dy,
            int dyFirst,
            float[] dw,
            int dwFirst,
            int samples,
            int channels,
            int height,
            int width,
            int outputs,
            int size,
            int stride,
            int padding) {
        final int taps = size * size;
        for (int e = item; e < outputs * channels * taps; e += items) {
            dw[dwFirst + e] = ConvolutionElements.weightGradient(
                    x,
                    xFirst,
                    dy,
                    dyFirst,
                    e / (taps * channels),
                    e / taps % channels,
                    e % taps,
                    samples,
                    channels,
                    height,
                    width,
                    outputs,
                    size,
                    stride,
                    padding);
        }
    }

    /**
     * The gradient of the biases, summed over the batch.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param dy contains the gradient of the outputs, [samples, outputs, H', W']
     * @param dyFirst the index of its first element
     * @param db receives the gradient, [outputs]
     * @param dbFirst the index of its first element
     * @param samples B
     * @param outputs O
     * @param pixels H' · W'
     */
    public static void biasGradient(
            int item,
            int items,
            float[] dy,
            int dyFirst,
            float[] db,
            int dbFirst,
            int samples,
            int outputs,
            int pixels) {
        for (int o = item; o < outputs; o += items) {
            db[dbFirst + o] = ConvolutionElements.biasGradient(dy, dyFirst, o, samples, outputs, pixels);
        }
    }
}
