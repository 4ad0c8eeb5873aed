package handgrad.kernels.step;

import handgrad.kernels.element.ConvolutionElements;
import handgrad.kernels.element.TableConvolutionElements;
import handgrad.kernels.element.Windows;

/** Convolution with a connection table: helpers for the table's ops of {@code ConvolutionOp}. */
public final class StepTableConvolutions {
    private StepTableConvolutions() {}

    /**
     * The outputs of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the sample, [channels, height, width]
     * @param xFirst the index of its first element
     * @param w [connections, size, size]
     * @param b [outputs]
     * @param y receives the outputs, [outputs, H', W']
     * @param yFirst the index of the first one
     * @param starts contains [outputs + 1]; output o has the connections starts[o] … starts[o + 1] − 1
     * @param startsFirst the index of its first element
     * @param inputOf contains [connections], c(e)
     * @param inputOfFirst the index of its first element
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
            int[] starts,
            int startsFirst,
            int[] inputOf,
            int inputOfFirst,
            int height,
            int width,
            int outputs,
            int size,
            int stride,
            int padding) {
        final int pixels = Windows.count(height, size, stride, padding) * Windows.count(width, size, stride, padding);
        for (int e = item; e < outputs * pixels; e += items) {
            y[yFirst + e] = TableConvolutionElements.output(
                    x,
                    xFirst,
                    w,
                    b,
                    starts,
                    startsFirst,
                    inputOf,
                    inputOfFirst,
                    e / pixels,
                    e % pixels,
                    height,
                    width,
                    size,
                    stride,
                    padding);
        }
    }

    /**
     * The input gradient of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param dy contains the gradient of the sample's outputs, [outputs, H', W']
     * @param dyFirst the index of its first element
     * @param w [connections, size, size]
     * @param dx receives the gradient, [channels, height, width]
     * @param dxFirst the index of its first element
     * @param starts contains [channels + 1]; input channel c has the entries starts[c] … starts[c + 1] − 1 of
     *     {@code connections}
     * @param startsFirst the index of its first element
     * @param connections contains [connections], the indices of connections ordered by input channel
     * @param connectionsFirst the index of its first element
     * @param outputOf contains [connections], o(e)
     * @param outputOfFirst the index of its first element
     * @param channels C
     * @param height H
     * @param width W
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
            int[] starts,
            int startsFirst,
            int[] connections,
            int connectionsFirst,
            int[] outputOf,
            int outputOfFirst,
            int channels,
            int height,
            int width,
            int size,
            int stride,
            int padding) {
        final int pixels = height * width;
        for (int e = item; e < channels * pixels; e += items) {
            dx[dxFirst + e] = TableConvolutionElements.inputGradient(
                    dy,
                    dyFirst,
                    w,
                    starts,
                    startsFirst,
                    connections,
                    connectionsFirst,
                    outputOf,
                    outputOfFirst,
                    e / pixels,
                    e % pixels,
                    height,
                    width,
                    size,
                    stride,
                    padding);
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
     * @param dw receives the gradient, [connections, size, size]
     * @param dwFirst the index of its first element
     * @param inputOf contains [connections], c(e)
     * @param inputOfFirst the index of its first element
     * @param outputOf contains [connections], o(e)
     * @param outputOfFirst the index of its first element
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param connections E
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
            int[] inputOf,
            int inputOfFirst,
            int[] outputOf,
            int outputOfFirst,
            int samples,
            int channels,
            int height,
            int width,
            int outputs,
            int connections,
            int size,
            int stride,
            int padding) {
        final int taps = size * size;
        for (int i = item; i < connections * taps; i += items) {
            dw[dwFirst + i] = ConvolutionElements.weightGradient(
                    x,
                    xFirst,
                    dy,
                    dyFirst,
                    outputOf[outputOfFirst + i / taps],
                    inputOf[inputOfFirst + i / taps],
                    i % taps,
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
}
