package handgrad.kernels;

import handgrad.kernels.element.PoolingElements;
import handgrad.kernels.element.Windows;
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
        final int pixels = Windows.count(height, size, stride, 0) * Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < pixels; pixel++) {
                y[map * pixels + pixel] = PoolingElements.average(x, map * height * width, pixel, width, size, stride);
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
        final int pixels = Windows.count(height, size, stride, 0) * Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < height * width; pixel++) {
                dx[map * height * width + pixel] =
                        PoolingElements.averageGradient(dy, map * pixels, pixel, height, width, size, stride);
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
        final int pixels = Windows.count(height, size, stride, 0) * Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < pixels; pixel++) {
                final int place = PoolingElements.winner(x, map * height * width, pixel, width, size, stride);
                winner[map * pixels + pixel] = place;
                y[map * pixels + pixel] = x[map * height * width + place];
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
        final int pixels = Windows.count(height, size, stride, 0) * Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < height * width; pixel++) {
                dx[map * height * width + pixel] = PoolingElements.maximumGradient(
                        dy, map * pixels, winner, map * pixels, pixel, height, width, size, stride);
            }
        }
    }
}
