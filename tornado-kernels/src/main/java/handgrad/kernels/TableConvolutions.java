package handgrad.kernels;

import handgrad.kernels.element.ConvolutionElements;
import handgrad.kernels.element.TableConvolutionElements;
import handgrad.kernels.element.Windows;
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
        final int pixels = Windows.count(height, size, stride, padding) * Windows.count(width, size, stride, padding);
        for (@Parallel int map = 0; map < samples * outputs; map++) {
            for (@Parallel int pixel = 0; pixel < pixels; pixel++) {
                final int sample = map / outputs * channels * height * width;
                y[map * pixels + pixel] = TableConvolutionElements.output(
                        x,
                        sample,
                        w,
                        b,
                        starts,
                        0,
                        inputOf,
                        0,
                        map % outputs,
                        pixel,
                        height,
                        width,
                        size,
                        stride,
                        padding);
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
        final int pixels = Windows.count(height, size, stride, padding) * Windows.count(width, size, stride, padding);
        for (@Parallel int map = 0; map < samples * channels; map++) {
            for (@Parallel int pixel = 0; pixel < height * width; pixel++) {
                final int sample = map / channels * outputs * pixels;
                dx[map * height * width + pixel] = TableConvolutionElements.inputGradient(
                        dy,
                        sample,
                        w,
                        starts,
                        0,
                        connections,
                        0,
                        outputOf,
                        0,
                        map % channels,
                        pixel,
                        height,
                        width,
                        size,
                        stride,
                        padding);
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
        final int pixels = Windows.count(height, size, stride, padding) * Windows.count(width, size, stride, padding);
        final int taps = size * size;
        final int weights = connections * taps;
        for (@Parallel int parameter = 0; parameter < weights + outputs; parameter++) {
            if (parameter < weights) {
                final int e = parameter / taps;
                dw[parameter] = ConvolutionElements.weightGradient(
                        x,
                        0,
                        dy,
                        0,
                        outputOf[e],
                        inputOf[e],
                        parameter % taps,
                        samples,
                        channels,
                        height,
                        width,
                        outputs,
                        size,
                        stride,
                        padding);
            } else {
                final int o = parameter - weights;
                db[o] = ConvolutionElements.biasGradient(dy, 0, o, samples, outputs, pixels);
            }
        }
    }
}
