package handgrad.kernels;

import handgrad.kernels.element.Windows;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The convolutions of {@link Convolutions} with four channels an iteration and fused neighbours: the activation after
 * the forward pass, the gradient of the activation after the input gradient, the update after the weight gradient. Four
 * independent sums share each loaded pixel. Each sum has the order of the plain kernel, so the bits are the same.
 *
 * <p>If the number of channels is not a multiple of four, the last iteration computes the last channel several times
 * and stores it once.
 */
public final class FusedConvolutions {
    private FusedConvolutions() {}

    /**
     * y[n,o,i,j] = σ(b[o] + Σ_{c,u,v} w[o,c,u,v] · x[n,c,i·s−p+u,j·s−p+v]).
     *
     * @param x [samples, channels, height, width]
     * @param w [outputs, channels, size, size]
     * @param b [outputs]
     * @param y [samples, outputs, H', W']
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void conv2dActivated(
            float[] x,
            float[] w,
            float[] b,
            float[] y,
            int samples,
            int channels,
            int height,
            int width,
            int outputs,
            int size,
            int stride,
            int padding) {
        final int rows = Windows.count(height, size, stride, padding);
        final int columns = Windows.count(width, size, stride, padding);
        final int blocks = (outputs + 3) / 4;
        final int taps = channels * size * size;
        for (@Parallel int block = 0; block < samples * blocks; block++) {
            for (@Parallel int pixel = 0; pixel < rows * columns; pixel++) {
                final int n = block / blocks;
                final int o = block % blocks * 4;
                final int w0 = o * taps;
                final int w1 = Math.min(o + 1, outputs - 1) * taps;
                final int w2 = Math.min(o + 2, outputs - 1) * taps;
                final int w3 = Math.min(o + 3, outputs - 1) * taps;
                final int top = pixel / columns * stride - padding;
                final int left = pixel % columns * stride - padding;
                final int uBegin = Windows.firstTap(top);
                final int uEnd = Windows.endTap(top, size, height);
                final int vBegin = Windows.firstTap(left);
                final int vEnd = Windows.endTap(left, size, width);
                float sum0 = 0f;
                float sum1 = 0f;
                float sum2 = 0f;
                float sum3 = 0f;
                for (int c = 0; c < channels; c++) {
                    for (int u = uBegin; u < uEnd; u++) {
                        final int tapRow = (c * size + u) * size;
                        final int xRow = ((n * channels + c) * height + top + u) * width + left;
                        float row0 = 0f;
                        float row1 = 0f;
                        float row2 = 0f;
                        float row3 = 0f;
                        for (int v = vBegin; v < vEnd; v++) {
                            final float value = x[xRow + v];
                            row0 += w[w0 + tapRow + v] * value;
                            row1 += w[w1 + tapRow + v] * value;
                            row2 += w[w2 + tapRow + v] * value;
                            row3 += w[w3 + tapRow + v] * value;
                        }
                        sum0 += row0;
                        sum1 += row1;
                        sum2 += row2;
                        sum3 += row3;
                    }
                }
                final int map = (n * outputs + o) * rows * columns + pixel;
                y[map] = ActivationFormula.activated(sum0 + b[o]);
                if (o + 1 < outputs) {
                    y[map + rows * columns] = ActivationFormula.activated(sum1 + b[o + 1]);
                }
                if (o + 2 < outputs) {
                    y[map + 2 * rows * columns] = ActivationFormula.activated(sum2 + b[o + 2]);
                }
                if (o + 3 < outputs) {
                    y[map + 3 * rows * columns] = ActivationFormula.activated(sum3 + b[o + 3]);
                }
            }
        }
    }

    /**
     * dx[n,c,r,q] = σ'(x[n,c,r,q]) · Σ_o Σ_{i,j} dy[n,o,i,j] · w[o,c,r+p−i·s,q+p−j·s]: the gradient with respect to the
     * input of the activation before this convolution.
     *
     * @param dy [samples, outputs, H', W']
     * @param w [outputs, channels, size, size]
     * @param x [samples, channels, height, width], the input of the activation; any array if its derivative does not
     *     use it
     * @param y [samples, channels, height, width], the output of the activation; any array if its derivative does not
     *     use it
     * @param dx [samples, channels, height, width]
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void conv2dActivatedInputGradient(
            float[] dy,
            float[] w,
            float[] x,
            float[] y,
            float[] dx,
            int samples,
            int channels,
            int height,
            int width,
            int outputs,
            int size,
            int stride,
            int padding) {
        final int rows = Windows.count(height, size, stride, padding);
        final int columns = Windows.count(width, size, stride, padding);
        final int blocks = (channels + 3) / 4;
        final int area = size * size;
        for (@Parallel int block = 0; block < samples * blocks; block++) {
            for (@Parallel int pixel = 0; pixel < height * width; pixel++) {
                final int n = block / blocks;
                final int c = block % blocks * 4;
                final int w0 = c * area;
                final int w1 = Math.min(c + 1, channels - 1) * area;
                final int w2 = Math.min(c + 2, channels - 1) * area;
                final int w3 = Math.min(c + 3, channels - 1) * area;
                final int r = pixel / width + padding;
                final int q = pixel % width + padding;
                final int iBegin = Windows.firstWindow(r, size, stride);
                final int iEnd = Windows.endWindow(r, stride, rows);
                final int jBegin = Windows.firstWindow(q, size, stride);
                final int jEnd = Windows.endWindow(q, stride, columns);
                float sum0 = 0f;
                float sum1 = 0f;
                float sum2 = 0f;
                float sum3 = 0f;
                for (int o = 0; o < outputs; o++) {
                    for (int i = iBegin; i < iEnd; i++) {
                        final int dyRow = ((n * outputs + o) * rows + i) * columns;
                        final int wRow = o * channels * area + (r - i * stride) * size + q;
                        float row0 = 0f;
                        float row1 = 0f;
                        float row2 = 0f;
                        float row3 = 0f;
                        for (int j = jBegin; j < jEnd; j++) {
                            final float value = dy[dyRow + j];
                            row0 += value * w[w0 + wRow - j * stride];
                            row1 += value * w[w1 + wRow - j * stride];
                            row2 += value * w[w2 + wRow - j * stride];
                            row3 += value * w[w3 + wRow - j * stride];
                        }
                        sum0 += row0;
                        sum1 += row1;
                        sum2 += row2;
                        sum3 += row3;
                    }
                }
                final int first = (n * channels + c) * height * width + pixel;
                final int second = first + height * width;
                final int third = second + height * width;
                final int fourth = third + height * width;
                dx[first] = ActivationFormula.gradient(x, y, first, sum0);
                if (c + 1 < channels) {
                    dx[second] = ActivationFormula.gradient(x, y, second, sum1);
                }
                if (c + 2 < channels) {
                    dx[third] = ActivationFormula.gradient(x, y, third, sum2);
                }
                if (c + 3 < channels) {
                    dx[fourth] = ActivationFormula.gradient(x, y, fourth, sum3);
                }
            }
        }
    }

    /**
     * w[o,c,u,v] −= η · Σ_{n,i,j} dy[n,o,i,j] · x[n,c,i·s−p+u,j·s−p+v]; b[o] −= η · Σ_{n,i,j} dy[n,o,i,j]. The second
     * parallel loop runs over the weights of an output, then its bias.
     *
     * @param x [samples, channels, height, width]
     * @param dy [samples, outputs, H', W']
     * @param w [outputs, channels, size, size]
     * @param b [outputs]
     * @param learningRate [1], η
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void conv2dUpdate(
            float[] x,
            float[] dy,
            float[] w,
            float[] b,
            float[] learningRate,
            int samples,
            int channels,
            int height,
            int width,
            int outputs,
            int size,
            int stride,
            int padding) {
        final int rows = Windows.count(height, size, stride, padding);
        final int columns = Windows.count(width, size, stride, padding);
        final int taps = channels * size * size;
        for (@Parallel int block = 0; block < (outputs + 3) / 4; block++) {
            for (@Parallel int tap = 0; tap < taps + 1; tap++) {
                final int o = block * 4;
                final int y0 = o * rows;
                final int y1 = Math.min(o + 1, outputs - 1) * rows;
                final int y2 = Math.min(o + 2, outputs - 1) * rows;
                final int y3 = Math.min(o + 3, outputs - 1) * rows;
                float sum0 = 0f;
                float sum1 = 0f;
                float sum2 = 0f;
                float sum3 = 0f;
                if (tap < taps) {
                    final int v = tap % size;
                    final int u = tap / size % size;
                    final int c = tap / (size * size);
                    final int iBegin = Windows.firstOutput(u, stride, padding);
                    final int iEnd = Windows.endOutput(u, height, stride, padding, rows);
                    final int jBegin = Windows.firstOutput(v, stride, padding);
                    final int jEnd = Windows.endOutput(v, width, stride, padding, columns);
                    for (int n = 0; n < samples; n++) {
                        float image0 = 0f;
                        float image1 = 0f;
                        float image2 = 0f;
                        float image3 = 0f;
                        for (int i = iBegin; i < iEnd; i++) {
                            final int dyRow = (n * outputs * rows + i) * columns;
                            final int xRow =
                                    ((n * channels + c) * height + i * stride - padding + u) * width - padding + v;
                            float row0 = 0f;
                            float row1 = 0f;
                            float row2 = 0f;
                            float row3 = 0f;
                            for (int j = jBegin; j < jEnd; j++) {
                                final float value = x[xRow + j * stride];
                                row0 += dy[dyRow + y0 * columns + j] * value;
                                row1 += dy[dyRow + y1 * columns + j] * value;
                                row2 += dy[dyRow + y2 * columns + j] * value;
                                row3 += dy[dyRow + y3 * columns + j] * value;
                            }
                            image0 += row0;
                            image1 += row1;
                            image2 += row2;
                            image3 += row3;
                        }
                        sum0 += image0;
                        sum1 += image1;
                        sum2 += image2;
                        sum3 += image3;
                    }
                    final int first = o * taps + tap;
                    w[first] = w[first] - learningRate[0] * sum0;
                    if (o + 1 < outputs) {
                        w[first + taps] = w[first + taps] - learningRate[0] * sum1;
                    }
                    if (o + 2 < outputs) {
                        w[first + 2 * taps] = w[first + 2 * taps] - learningRate[0] * sum2;
                    }
                    if (o + 3 < outputs) {
                        w[first + 3 * taps] = w[first + 3 * taps] - learningRate[0] * sum3;
                    }
                } else {
                    final int end = Math.min(o + 4, outputs);
                    for (int output = o; output < end; output++) {
                        float bias = 0f;
                        for (int n = 0; n < samples; n++) {
                            final int first = (n * outputs + output) * rows * columns;
                            float image = 0f;
                            for (int pixel = 0; pixel < rows * columns; pixel++) {
                                image += dy[first + pixel];
                            }
                            bias += image;
                        }
                        b[output] = b[output] - learningRate[0] * bias;
                    }
                }
            }
        }
    }
}
