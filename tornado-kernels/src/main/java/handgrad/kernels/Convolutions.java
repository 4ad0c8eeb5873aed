package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in deep learning) with zero padding: the kernels of
 * {@code ConvolutionOp} without a connection table. Derivations: docs/derivations.md, "Convolution".
 */
public final class Convolutions {
    private Convolutions() {}

    /**
     * y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · x[n,c,i·s−p+u,j·s−p+v].
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
    public static void conv2dForward(
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
        for (@Parallel int map = 0; map < samples * outputs; map++) {
            for (@Parallel int pixel = 0; pixel < rows * columns; pixel++) {
                final int n = map / outputs;
                final int o = map % outputs;
                final int top = pixel / columns * stride - padding;
                final int left = pixel % columns * stride - padding;
                final int uBegin = Windows.firstTap(top);
                final int uEnd = Windows.endTap(top, size, height);
                final int vBegin = Windows.firstTap(left);
                final int vEnd = Windows.endTap(left, size, width);
                float sum = 0f;
                for (int c = 0; c < channels; c++) {
                    for (int u = uBegin; u < uEnd; u++) {
                        final int wRow = ((o * channels + c) * size + u) * size;
                        final int xRow = ((n * channels + c) * height + top + u) * width + left;
                        float row = 0f;
                        for (int v = vBegin; v < vEnd; v++) {
                            row += w[wRow + v] * x[xRow + v];
                        }
                        sum += row;
                    }
                }
                y[map * rows * columns + pixel] = sum + b[o];
            }
        }
    }

    /**
     * dx[n,c,r,q] = Σ_o Σ_{i,j} dy[n,o,i,j] · w[o,c,r+p−i·s,q+p−j·s] over the windows (i, j) that contain the pixel (r,
     * q), because ∂y[n,o,i,j]/∂x[n,c,r,q] is the weight applied to that pixel, w[o,c,u,v] with u = r + p − i·s and v =
     * q + p − j·s.
     *
     * @param dy [samples, outputs, H', W']
     * @param w [outputs, channels, size, size]
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
    public static void conv2dBackwardInput(
            float[] dy,
            float[] w,
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
        for (@Parallel int map = 0; map < samples * channels; map++) {
            for (@Parallel int pixel = 0; pixel < height * width; pixel++) {
                final int n = map / channels;
                final int c = map % channels;
                final int r = pixel / width + padding;
                final int q = pixel % width + padding;
                final int iBegin = Windows.firstWindow(r, size, stride);
                final int iEnd = Windows.endWindow(r, stride, rows);
                final int jBegin = Windows.firstWindow(q, size, stride);
                final int jEnd = Windows.endWindow(q, stride, columns);
                float sum = 0f;
                for (int o = 0; o < outputs; o++) {
                    for (int i = iBegin; i < iEnd; i++) {
                        final int dyRow = ((n * outputs + o) * rows + i) * columns;
                        final int wRow = ((o * channels + c) * size + r - i * stride) * size + q;
                        float row = 0f;
                        for (int j = jBegin; j < jEnd; j++) {
                            row += dy[dyRow + j] * w[wRow - j * stride];
                        }
                        sum += row;
                    }
                }
                dx[map * height * width + pixel] = sum;
            }
        }
    }

    /**
     * dw[o,c,u,v] = Σ_{n,i,j} dy[n,o,i,j] · x[n,c,i·s−p+u,j·s−p+v] and db[o] = Σ_{n,i,j} dy[n,o,i,j], because
     * ∂y[n,o,i,j]/∂w[o,c,u,v] is the pixel that the weight is applied to, and ∂y[n,o,i,j]/∂b[o] = 1. The parallel loop
     * runs over the elements of dw, then of db.
     *
     * @param x [samples, channels, height, width]
     * @param dy [samples, outputs, H', W']
     * @param dw [outputs, channels, size, size]
     * @param db [outputs]
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void conv2dBackwardWeight(
            float[] x,
            float[] dy,
            float[] dw,
            float[] db,
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
        final int weights = outputs * channels * size * size;
        for (@Parallel int parameter = 0; parameter < weights + outputs; parameter++) {
            float sum = 0f;
            if (parameter < weights) {
                final int v = parameter % size;
                final int u = parameter / size % size;
                final int c = parameter / (size * size) % channels;
                final int o = parameter / (size * size * channels);
                final int iBegin = Windows.firstOutput(u, stride, padding);
                final int iEnd = Windows.endOutput(u, height, stride, padding, rows);
                final int jBegin = Windows.firstOutput(v, stride, padding);
                final int jEnd = Windows.endOutput(v, width, stride, padding, columns);
                for (int n = 0; n < samples; n++) {
                    float image = 0f;
                    for (int i = iBegin; i < iEnd; i++) {
                        final int dyRow = ((n * outputs + o) * rows + i) * columns;
                        final int xRow = ((n * channels + c) * height + i * stride - padding + u) * width - padding + v;
                        float row = 0f;
                        for (int j = jBegin; j < jEnd; j++) {
                            row += dy[dyRow + j] * x[xRow + j * stride];
                        }
                        image += row;
                    }
                    sum += image;
                }
                dw[parameter] = sum;
            } else {
                final int o = parameter - weights;
                for (int n = 0; n < samples; n++) {
                    final int first = (n * outputs + o) * rows * columns;
                    float image = 0f;
                    for (int pixel = 0; pixel < rows * columns; pixel++) {
                        image += dy[first + pixel];
                    }
                    sum += image;
                }
                db[o] = sum;
            }
        }
    }
}
