package handgrad.kernels;

import handgrad.kernels.element.Windows;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The average pooling of {@link Poolings}, fused with the activation after it, or before it in the backward pass. */
public final class FusedPoolings {
    private FusedPoolings() {}

    /**
     * y[m,i,j] = σ((1/k²) Σ_{u,v} x[m,i·s+u,j·s+v]).
     *
     * @param x [maps, height, width]
     * @param y [maps, H', W']
     * @param maps B · C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void averagePoolActivated(
            float[] x, float[] y, int maps, int height, int width, int size, int stride) {
        final int rows = Windows.count(height, size, stride, 0);
        final int columns = Windows.count(width, size, stride, 0);
        for (@Parallel int map = 0; map < maps; map++) {
            for (@Parallel int pixel = 0; pixel < rows * columns; pixel++) {
                final int corner = (map * height + pixel / columns * stride) * width + pixel % columns * stride;
                float sum = 0f;
                for (int u = 0; u < size; u++) {
                    for (int v = 0; v < size; v++) {
                        sum += x[corner + u * width + v];
                    }
                }
                y[map * rows * columns + pixel] = ActivationFormula.activated(sum / (size * size));
            }
        }
    }

    /**
     * dx[m,r,q] = σ'(x[m,r,q]) · (1/k²) Σ over the windows (i, j) that contain (r, q) of dy[m,i,j]: the gradient with
     * respect to the input of the activation before the pooling.
     *
     * @param dy [maps, H', W']
     * @param x [maps, height, width], the input of the activation; any array if its derivative does not use it
     * @param y [maps, height, width], the output of the activation; any array if its derivative does not use it
     * @param dx [maps, height, width]
     * @param maps B · C
     * @param height H
     * @param width W
     * @param size k
     * @param stride s
     */
    public static void averagePoolActivatedInputGradient(
            float[] dy, float[] x, float[] y, float[] dx, int maps, int height, int width, int size, int stride) {
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
                final int place = map * height * width + pixel;
                dx[place] = ActivationFormula.gradient(x, y, place, sum / (size * size));
            }
        }
    }
}
