package handgrad.kernels;

import handgrad.kernels.element.ConvolutionElements;
import handgrad.kernels.element.Windows;
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
        final int pixels = Windows.count(height, size, stride, padding) * Windows.count(width, size, stride, padding);
        for (@Parallel int map = 0; map < samples * outputs; map++) {
            for (@Parallel int pixel = 0; pixel < pixels; pixel++) {
                final int sample = map / outputs * channels * height * width;
                y[map * pixels + pixel] = ConvolutionElements.output(
                        x, sample, w, b, map % outputs, pixel, channels, height, width, size, stride, padding);
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
        final int pixels = Windows.count(height, size, stride, padding) * Windows.count(width, size, stride, padding);
        for (@Parallel int map = 0; map < samples * channels; map++) {
            for (@Parallel int pixel = 0; pixel < height * width; pixel++) {
                final int sample = map / channels * outputs * pixels;
                dx[map * height * width + pixel] = ConvolutionElements.inputGradient(
                        dy, sample, w, map % channels, pixel, channels, height, width, outputs, size, stride, padding);
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
        final int pixels = Windows.count(height, size, stride, padding) * Windows.count(width, size, stride, padding);
        final int taps = size * size;
        final int weights = outputs * channels * taps;
        for (@Parallel int parameter = 0; parameter < weights + outputs; parameter++) {
            if (parameter < weights) {
                dw[parameter] = ConvolutionElements.weightGradient(
                        x,
                        0,
                        dy,
                        0,
                        parameter / (taps * channels),
                        parameter / taps % channels,
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
