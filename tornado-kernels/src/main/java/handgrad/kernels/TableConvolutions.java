package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Convolution with a connection table, as in C3 of the original LeNet-5: the kernels of {@code ConvolutionOp} with a
 * table. A connection is a pair of an output and an input channel with its own size × size kernel; connections are
 * ordered by output channel. One kernel computes all connections. Derivations: docs/derivations.md, "Convolution".
 */
public final class TableConvolutions {
    private TableConvolutions() {}

    /**
     * y[n,o,i,j] = b[o] + Σ_{e of o} Σ_{u,v} w[e,u,v] · x[n,c(e),i·s−p+u,j·s−p+v].
     *
     * @param x [samples, channels, height, width]
     * @param w [connections, size, size]
     * @param b [outputs]
     * @param y [samples, outputs, H', W']
     * @param starts [outputs + 1]; output o has the connections starts[o] … starts[o + 1] − 1
     * @param inputOf [connections], c(e)
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void tableConv2dForward(
            float[] x,
            float[] w,
            float[] b,
            float[] y,
            int[] starts,
            int[] inputOf,
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
                for (int e = starts[o]; e < starts[o + 1]; e++) {
                    final int c = inputOf[e];
                    for (int u = uBegin; u < uEnd; u++) {
                        final int wRow = (e * size + u) * size;
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
     * dx[n,c,r,q] = Σ_{e of c} Σ_{i,j} dy[n,o(e),i,j] · w[e,r+p−i·s,q+p−j·s] over the windows (i, j) that contain the
     * pixel (r, q), because the pixel affects only the outputs connected to its channel, in the same way as in a dense
     * convolution.
     *
     * @param dy [samples, outputs, H', W']
     * @param w [connections, size, size]
     * @param dx [samples, channels, height, width]
     * @param starts [channels + 1]; input channel c has the entries starts[c] … starts[c + 1] − 1 of {@code
     *     connections}
     * @param connections [connections], the indices of connections ordered by input channel
     * @param outputOf [connections], o(e)
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     */
    public static void tableConv2dBackwardInput(
            float[] dy,
            float[] w,
            float[] dx,
            int[] starts,
            int[] connections,
            int[] outputOf,
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
                for (int entry = starts[c]; entry < starts[c + 1]; entry++) {
                    final int e = connections[entry];
                    final int o = outputOf[e];
                    for (int i = iBegin; i < iEnd; i++) {
                        final int dyRow = ((n * outputs + o) * rows + i) * columns;
                        final int wRow = (e * size + r - i * stride) * size + q;
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
     * dw[e,u,v] = Σ_{n,i,j} dy[n,o(e),i,j] · x[n,c(e),i·s−p+u,j·s−p+v] and db[o] = Σ_{n,i,j} dy[n,o,i,j], because each
     * kernel connects one input channel with one output channel. The parallel loop runs over the elements of dw, then
     * of db.
     *
     * @param x [samples, channels, height, width]
     * @param dy [samples, outputs, H', W']
     * @param dw [connections, size, size]
     * @param db [outputs]
     * @param inputOf [connections], c(e)
     * @param outputOf [connections], o(e)
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
    public static void tableConv2dBackwardWeight(
            float[] x,
            float[] dy,
            float[] dw,
            float[] db,
            int[] inputOf,
            int[] outputOf,
            int samples,
            int channels,
            int height,
            int width,
            int outputs,
            int connections,
            int size,
            int stride,
            int padding) {
        final int rows = Windows.count(height, size, stride, padding);
        final int columns = Windows.count(width, size, stride, padding);
        final int weights = connections * size * size;
        for (@Parallel int parameter = 0; parameter < weights + outputs; parameter++) {
            float sum = 0f;
            if (parameter < weights) {
                final int v = parameter % size;
                final int u = parameter / size % size;
                final int e = parameter / (size * size);
                final int c = inputOf[e];
                final int o = outputOf[e];
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
