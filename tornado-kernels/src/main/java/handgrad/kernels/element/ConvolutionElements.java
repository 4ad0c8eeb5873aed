package handgrad.kernels.element;

/** Elements of a convolution's results. Derivations: docs/derivations.md, "Convolution". */
public final class ConvolutionElements {
    private ConvolutionElements() {}

    /**
     * y[o,i,j] = Σ_{c,u,v} w[o,c,u,v] · x[c,i·s−p+u,j·s−p+v] + b[o].
     *
     * @param x contains the sample, [channels, height, width]
     * @param first the index of the sample's first element in x
     * @param w [outputs, channels, size, size]
     * @param b [outputs]
     * @param o the output channel
     * @param pixel i · W' + j
     * @param channels C
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
            int o,
            int pixel,
            int channels,
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
        for (int c = 0; c < channels; c++) {
            for (int u = uBegin; u < uEnd; u++) {
                final int wRow = ((o * channels + c) * size + u) * size;
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
     * dx[c,r,q] = Σ_o Σ_{i,j} dy[o,i,j] · w[o,c,r+p−i·s,q+p−j·s] over the windows (i, j) that contain the pixel (r, q),
     * because ∂y[o,i,j]/∂x[c,r,q] is the weight applied to that pixel, w[o,c,u,v] with u = r + p − i·s and v = q + p −
     * j·s.
     *
     * @param dy contains the sample's gradient, [outputs, H', W']
     * @param first the index of its first element in dy
     * @param w [outputs, channels, size, size]
     * @param c the input channel
     * @param pixel r · W + q
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     * @return dx[c,r,q]
     */
    public static float inputGradient(
            float[] dy,
            int first,
            float[] w,
            int c,
            int pixel,
            int channels,
            int height,
            int width,
            int outputs,
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
        for (int o = 0; o < outputs; o++) {
            for (int i = iBegin; i < iEnd; i++) {
                final int dyRow = first + (o * rows + i) * columns;
                final int wRow = ((o * channels + c) * size + r - i * stride) * size + q;
                float row = 0f;
                for (int j = jBegin; j < jEnd; j++) {
                    row += dy[dyRow + j] * w[wRow - j * stride];
                }
                sum += row;
            }
        }
        return sum;
    }

    /**
     * Σ_{n,i,j} dy[n,o,i,j] · x[n,c,i·s−p+u,j·s−p+v], the gradient of the weight that connects pixel (u, v) of the
     * window in channel c with output channel o, because ∂y[n,o,i,j]/∂w is the pixel that the weight is applied to.
     *
     * @param x contains [samples, channels, height, width]
     * @param xFirst the index of its first element
     * @param dy contains [samples, outputs, H', W']
     * @param dyFirst the index of its first element
     * @param o the output channel
     * @param c the input channel
     * @param tap u · k + v
     * @param samples B
     * @param channels C
     * @param height H
     * @param width W
     * @param outputs O
     * @param size k
     * @param stride s
     * @param padding p
     * @return the gradient
     */
    public static float weightGradient(
            float[] x,
            int xFirst,
            float[] dy,
            int dyFirst,
            int o,
            int c,
            int tap,
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
        final int u = tap / size;
        final int v = tap % size;
        final int iBegin = Windows.firstOutput(u, stride, padding);
        final int iEnd = Windows.endOutput(u, height, stride, padding, rows);
        final int jBegin = Windows.firstOutput(v, stride, padding);
        final int jEnd = Windows.endOutput(v, width, stride, padding, columns);
        float sum = 0f;
        for (int n = 0; n < samples; n++) {
            float image = 0f;
            for (int i = iBegin; i < iEnd; i++) {
                final int dyRow = dyFirst + ((n * outputs + o) * rows + i) * columns;
                final int xRow =
                        xFirst + ((n * channels + c) * height + i * stride - padding + u) * width - padding + v;
                float row = 0f;
                for (int j = jBegin; j < jEnd; j++) {
                    row += dy[dyRow + j] * x[xRow + j * stride];
                }
                image += row;
            }
            sum += image;
        }
        return sum;
    }

    /**
     * db[o] = Σ_{n,i,j} dy[n,o,i,j], because ∂y[n,o,i,j]/∂b[o] = 1.
     *
     * @param dy contains [samples, outputs, H', W']
     * @param first the index of its first element
     * @param o the output channel
     * @param samples B
     * @param outputs O
     * @param pixels H' · W'
     * @return db[o]
     */
    public static float biasGradient(float[] dy, int first, int o, int samples, int outputs, int pixels) {
        float sum = 0f;
        for (int n = 0; n < samples; n++) {
            final int map = first + (n * outputs + o) * pixels;
            float image = 0f;
            for (int pixel = 0; pixel < pixels; pixel++) {
                image += dy[map + pixel];
            }
            sum += image;
        }
        return sum;
    }
}
