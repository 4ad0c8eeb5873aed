package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Average and max pooling over windows of each channel, without padding: the kernels of {@code PoolingOp}. A map is one
 * channel of one sample. Windows may overlap; the gradient of a pixel that no window contains is 0. Derivations:
 * docs/derivations.md, "Pooling".
 */
public final class Poolings {
    private Poolings() {}

    /**
     * y[m,i,j] = (1/k²) Σ_{u,v} x[m,i·s+u,j·s+v].
     *
     * @param x [maps, height, width]
     * @param y [maps, H', W']
     * @param maps B · C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void averagePoolForward(float[] x, float[] y, int maps, int height, int width, int size, int stride) {
        final int rows = Windows.count(height, size, stride, 0);
        final int columns = Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < rows * columns; pixel++) {
                final int top = pixel / columns * stride;
                final int left = pixel % columns * stride;
                float sum = 0f;
                for (int u = 0; u < size; u++) {
                    for (int v = 0; v < size; v++) {
                        sum += x[(map * height + top + u) * width + left + v];
                    }
                }
                y[map * rows * columns + pixel] = sum / (size * size);
            }
        }
    }

    /**
     * dx[m,r,q] = (1/k²) Σ over the windows (i, j) that contain (r, q) of dy[m,i,j], because ∂y[m,i,j]/∂x[m,r,q] = 1/k²
     * for each of them.
     *
     * @param dy [maps, H', W']
     * @param dx [maps, height, width]
     * @param maps B · C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void averagePoolBackward(
            float[] dy, float[] dx, int maps, int height, int width, int size, int stride) {
        final int rows = Windows.count(height, size, stride, 0);
        final int columns = Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < height * width; pixel++) {
                final int r = pixel / width;
                final int q = pixel % width;
                final int iEnd = Windows.endWindow(r, stride, rows);
                final int jBegin = Windows.firstWindow(q, size, stride);
                final int jEnd = Windows.endWindow(q, stride, columns);
                float sum = 0f;
                for (int i = Windows.firstWindow(r, size, stride); i < iEnd; i++) {
                    for (int j = jBegin; j < jEnd; j++) {
                        sum += dy[(map * rows + i) * columns + j];
                    }
                }
                dx[map * height * width + pixel] = sum / (size * size);
            }
        }
    }

    /**
     * y[m,i,j] = max_{u,v} x[m,i·s+u,j·s+v], and the index r·W + q of that maximum. The first of equal values in
     * row-major order wins; NaN exceeds every number.
     *
     * @param x [maps, height, width]
     * @param y [maps, H', W']
     * @param winner [maps, H', W']
     * @param maps B · C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void maxPoolForward(
            float[] x, float[] y, int[] winner, int maps, int height, int width, int size, int stride) {
        final int rows = Windows.count(height, size, stride, 0);
        final int columns = Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < rows * columns; pixel++) {
                final int corner = pixel / columns * stride * width + pixel % columns * stride;
                int place = corner;
                float largest = x[map * height * width + corner];
                for (int u = 0; u < size; u++) {
                    for (int v = 0; v < size; v++) {
                        final float value = x[map * height * width + corner + u * width + v];
                        // Both are false once NaN is the largest, so that the first NaN stays.
                        if (value > largest || (value != value && largest == largest)) {
                            largest = value;
                            place = corner + u * width + v;
                        }
                    }
                }
                y[map * rows * columns + pixel] = largest;
                winner[map * rows * columns + pixel] = place;
            }
        }
    }

    /**
     * dx[m,r,q] = Σ over the windows (i, j) whose winner is (r, q) of dy[m,i,j], because y[m,i,j] = x[m,r,q] there, and
     * small changes of other pixels have no effect.
     *
     * @param dy [maps, H', W']
     * @param winner [maps, H', W']
     * @param dx [maps, height, width]
     * @param maps B · C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void maxPoolBackward(
            float[] dy, int[] winner, float[] dx, int maps, int height, int width, int size, int stride) {
        final int rows = Windows.count(height, size, stride, 0);
        final int columns = Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < height * width; pixel++) {
                final int r = pixel / width;
                final int q = pixel % width;
                final int iEnd = Windows.endWindow(r, stride, rows);
                final int jBegin = Windows.firstWindow(q, size, stride);
                final int jEnd = Windows.endWindow(q, stride, columns);
                float sum = 0f;
                for (int i = Windows.firstWindow(r, size, stride); i < iEnd; i++) {
                    for (int j = jBegin; j < jEnd; j++) {
                        final int window = (map * rows + i) * columns + j;
                        sum += winner[window] == pixel ? dy[window] : 0f;
                    }
                }
                dx[map * height * width + pixel] = sum;
            }
        }
    }
}
