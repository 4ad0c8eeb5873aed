package handgrad.kernels.element;

/**
 * Elements of the results of a convolution with a connection table. The gradient of a weight is that of {@link
 * ConvolutionElements}, since a kernel connects one input channel with one output channel.
 */
public final class TableConvolutionElements {
    private TableConvolutionElements() {}

    /**
     * y[o,i,j] = Σ_{e of o} Σ_{u,v} w[e,u,v] · x[c(e),i·s−p+u,j·s−p+v] + b[o].
     *
     * @param x contains the sample, [channels, height, width]
     * @param first the index of the sample's first element in x
     * @param w [connections, size, size]
     * @param b [outputs]
     * @param starts contains [outputs + 1]; output o has the connections starts[o] … starts[o + 1] − 1
     * @param startsFirst the index of its first element
     * @param inputOf contains [connections], c(e)
     * @param inputOfFirst the index of its first element
     * @param o the output channel
     * @param pixel i · W' + j
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     * @param padding p
     * @return y[o,i,j]
     */
    public static float output(
            float[] x,
            int first,
            float[] w,
            float[] b,
            int[] starts,
            int startsFirst,
            int[] inputOf,
            int inputOfFirst,
            int o,
            int pixel,
            int height,
            int width,
            int size,
            int stride,
            int padding) {
        final int columns = Windows.count(width, size, stride, padding);
        final int top = pixel / columns * stride - padding;
        final int left = pixel % columns * stride - padding;
        final int uBegin = Windows.firstTap(top);
        final int uEnd = Windows.endTap(top, size, height);
        final int vBegin = Windows.firstTap(left);
        final int vEnd = Windows.endTap(left, size, width);
        float sum = 0f;
        for (int e = starts[startsFirst + o]; e < starts[startsFirst + o + 1]; e++) {
            final int c = inputOf[inputOfFirst + e];
            for (int u = uBegin; u < uEnd; u++) {
                final int wRow = (e * size + u) * size;
                final int xRow = first + (c * height + top + u) * width + left;
                float row = 0f;
                for (int v = vBegin; v < vEnd; v++) {
                    row += w[wRow + v] * x[xRow + v];
                }
                sum += row;
            }
        }
        return sum + b[o];
    }

    /**
     * dx[c,r,q] = Σ_{e of c} Σ_{i,j} dy[o(e),i,j] · w[e,r+p−i·s,q+p−j·s] over the windows (i, j) that contain the pixel
     * (r, q), because the pixel affects only the outputs connected to its channel, in the same way as in a dense
     * convolution.
     *
     * @param dy contains the sample's gradient, [outputs, H', W']
     * @param first the index of its first element in dy
     * @param w [connections, size, size]
     * @param starts contains [channels + 1]; input channel c has the entries starts[c] … starts[c + 1] − 1 of {@code
     *     connections}
     * @param startsFirst the index of its first element
     * @param connections contains [connections], the indices of connections ordered by input channel
     * @param connectionsFirst the index of its first element
     * @param outputOf contains [connections], o(e)
     * @param outputOfFirst the index of its first element
     * @param c the input channel
     * @param pixel r · W + q
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     * @param padding p
     * @return dx[c,r,q]
     */
    public static float inputGradient(
            float[] dy,
            int first,
            float[] w,
            int[] starts,
            int startsFirst,
            int[] connections,
            int connectionsFirst,
            int[] outputOf,
            int outputOfFirst,
            int c,
            int pixel,
            int height,
            int width,
            int size,
            int stride,
            int padding) {
        final int rows = Windows.count(height, size, stride, padding);
        final int columns = Windows.count(width, size, stride, padding);
        final int r = pixel / width + padding;
        final int q = pixel % width + padding;
        final int iBegin = Windows.firstWindow(r, size, stride);
        final int iEnd = Windows.endWindow(r, stride, rows);
        final int jBegin = Windows.firstWindow(q, size, stride);
        final int jEnd = Windows.endWindow(q, stride, columns);
        float sum = 0f;
        for (int entry = starts[startsFirst + c]; entry < starts[startsFirst + c + 1]; entry++) {
            final int e = connections[connectionsFirst + entry];
            final int o = outputOf[outputOfFirst + e];
            for (int i = iBegin; i < iEnd; i++) {
                final int dyRow = first + (o * rows + i) * columns;
                final int wRow = (e * size + r - i * stride) * size + q;
                float row = 0f;
                for (int j = jBegin; j < jEnd; j++) {
                    row += dy[dyRow + j] * w[wRow - j * stride];
                }
                sum += row;
            }
        }
        return sum;
    }
}
