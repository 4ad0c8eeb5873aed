package handgrad.kernels.element;

/** Elements of the results of pooling, without padding. Derivations: docs/derivations.md, "Pooling". */
public final class PoolingElements {
    private PoolingElements() {}

    /**
     * y[i,j] = (1/k²) Σ_{u,v} x[i·s+u,j·s+v].
     *
     * @param x contains the map, [height, width]
     * @param first the index of the map's first element in x
     * @param pixel i · W' + j
     * @param width W
     * @param size k
     * @param stride s
     * @return y[i,j]
     */
    public static float average(float[] x, int first, int pixel, int width, int size, int stride) {
        final int corner = first + corner(pixel, width, size, stride);
        float sum = 0f;
        for (int u = 0; u < size; u++) {
            for (int v = 0; v < size; v++) {
                sum += x[corner + u * width + v];
            }
        }
        return sum / (size * size);
    }

    /**
     * dx[r,q] = (1/k²) Σ over the windows (i, j) that contain (r, q) of dy[i,j], because ∂y[i,j]/∂x[r,q] = 1/k² for
     * each of them.
     *
     * @param dy contains the map's gradient, [H', W']
     * @param first the index of its first element in dy
     * @param pixel r · W + q
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     * @return dx[r,q]
     */
    public static float averageGradient(float[] dy, int first, int pixel, int height, int width, int size, int stride) {
        final int rows = Windows.count(height, size, stride, 0);
        final int columns = Windows.count(width, size, stride, 0);
        final int r = pixel / width;
        final int q = pixel % width;
        final int iEnd = Windows.endWindow(r, stride, rows);
        final int jBegin = Windows.firstWindow(q, size, stride);
        final int jEnd = Windows.endWindow(q, stride, columns);
        float sum = 0f;
        for (int i = Windows.firstWindow(r, size, stride); i < iEnd; i++) {
            for (int j = jBegin; j < jEnd; j++) {
                sum += dy[first + i * columns + j];
            }
        }
        return sum / (size * size);
    }

    /**
     * The index r·W + q of the maximum of x[i·s+u,j·s+v] over the window. The first of equal values in row-major order
     * wins; NaN exceeds every number.
     *
     * @param x contains the map, [height, width]
     * @param first the index of the map's first element in x
     * @param pixel i · W' + j
     * @param width W
     * @param size k
     * @param stride s
     * @return the index in the map
     */
    public static int winner(float[] x, int first, int pixel, int width, int size, int stride) {
        final int corner = corner(pixel, width, size, stride);
        int place = corner;
        float largest = x[first + corner];
        for (int u = 0; u < size; u++) {
            for (int v = 0; v < size; v++) {
                final float value = x[first + corner + u * width + v];
                // Both are false once NaN is the largest, so that the first NaN stays.
                if (value > largest || (value != value && largest == largest)) {
                    largest = value;
                    place = corner + u * width + v;
                }
            }
        }
        return place;
    }

    /**
     * dx[r,q] = Σ over the windows (i, j) whose winner is (r, q) of dy[i,j], because y[i,j] = x[r,q] there, and small
     * changes of other pixels have no effect.
     *
     * @param dy contains the map's gradient, [H', W']
     * @param dyFirst the index of its first element in dy
     * @param winner contains the map's winners, [H', W']
     * @param winnerFirst the index of their first element
     * @param pixel r · W + q
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     * @return dx[r,q]
     */
    public static float maximumGradient(
            float[] dy,
            int dyFirst,
            int[] winner,
            int winnerFirst,
            int pixel,
            int height,
            int width,
            int size,
            int stride) {
        final int rows = Windows.count(height, size, stride, 0);
        final int columns = Windows.count(width, size, stride, 0);
        final int r = pixel / width;
        final int q = pixel % width;
        final int iEnd = Windows.endWindow(r, stride, rows);
        final int jBegin = Windows.firstWindow(q, size, stride);
        final int jEnd = Windows.endWindow(q, stride, columns);
        float sum = 0f;
        for (int i = Windows.firstWindow(r, size, stride); i < iEnd; i++) {
            for (int j = jBegin; j < jEnd; j++) {
                final int window = i * columns + j;
                sum += winner[winnerFirst + window] == pixel ? dy[dyFirst + window] : 0f;
            }
        }
        return sum;
    }

    /** The index in the map of the first pixel of a window. */
    private static int corner(int pixel, int width, int size, int stride) {
        final int columns = Windows.count(width, size, stride, 0);
        return pixel / columns * stride * width + pixel % columns * stride;
    }
}
