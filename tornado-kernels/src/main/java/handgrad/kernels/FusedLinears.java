package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The fully connected layer of {@link Linears} with four elements an iteration and fused neighbours: the activation
 * after the forward pass, the gradient of the activation after the input gradient, the update after the weight
 * gradient. Each sum has the order of the plain kernel, so the bits are the same.
 *
 * <p>If a number is not a multiple of four, the last iteration computes the last element several times and stores it
 * once.
 */
public final class FusedLinears {
    private FusedLinears() {}

    /**
     * y[n,o] = σ(b[o] + Σ_c w[o,c] · x[n,c]), four outputs an iteration.
     *
     * @param x [samples, features]
     * @param w [outputs, features]
     * @param b [outputs]
     * @param y [samples, outputs]
     * @param samples B
     * @param features C
     * @param outputs O
     */
    public static void linearActivated(
            float[] x, float[] w, float[] b, float[] y, int samples, int features, int outputs) {
        for (@Parallel int n = 0; n < samples; n++) {
            for (@Parallel int block = 0; block < (outputs + 3) / 4; block++) {
                final int o = block * 4;
                final int w0 = o * features;
                final int w1 = Math.min(o + 1, outputs - 1) * features;
                final int w2 = Math.min(o + 2, outputs - 1) * features;
                final int w3 = Math.min(o + 3, outputs - 1) * features;
                float sum0 = 0f;
                float sum1 = 0f;
                float sum2 = 0f;
                float sum3 = 0f;
                for (int c = 0; c < features; c++) {
                    final float value = x[n * features + c];
                    sum0 += w[w0 + c] * value;
                    sum1 += w[w1 + c] * value;
                    sum2 += w[w2 + c] * value;
                    sum3 += w[w3 + c] * value;
                }
                final int first = n * outputs + o;
                y[first] = ActivationFormula.activated(sum0 + b[o]);
                if (o + 1 < outputs) {
                    y[first + 1] = ActivationFormula.activated(sum1 + b[o + 1]);
                }
                if (o + 2 < outputs) {
                    y[first + 2] = ActivationFormula.activated(sum2 + b[o + 2]);
                }
                if (o + 3 < outputs) {
                    y[first + 3] = ActivationFormula.activated(sum3 + b[o + 3]);
                }
            }
        }
    }

    /**
     * dx[n,c] = σ'(x[n,c]) · Σ_o dy[n,o] · w[o,c], four features an iteration: the gradient with respect to the input
     * of the activation before this layer.
     *
     * @param dy [samples, outputs]
     * @param w [outputs, features]
     * @param x [samples, features], the input of the activation; any array if its derivative does not use it
     * @param y [samples, features], the output of the activation; any array if its derivative does not use it
     * @param dx [samples, features]
     * @param samples B
     * @param features C
     * @param outputs O
     */
    public static void linearActivatedInputGradient(
            float[] dy, float[] w, float[] x, float[] y, float[] dx, int samples, int features, int outputs) {
        for (@Parallel int n = 0; n < samples; n++) {
            for (@Parallel int block = 0; block < (features + 3) / 4; block++) {
                final int c0 = block * 4;
                final int c1 = Math.min(c0 + 1, features - 1);
                final int c2 = Math.min(c0 + 2, features - 1);
                final int c3 = Math.min(c0 + 3, features - 1);
                float sum0 = 0f;
                float sum1 = 0f;
                float sum2 = 0f;
                float sum3 = 0f;
                for (int o = 0; o < outputs; o++) {
                    final float value = dy[n * outputs + o];
                    sum0 += value * w[o * features + c0];
                    sum1 += value * w[o * features + c1];
                    sum2 += value * w[o * features + c2];
                    sum3 += value * w[o * features + c3];
                }
                final int first = n * features + c0;
                dx[first] = ActivationFormula.gradient(x, y, first, sum0);
                if (c0 + 1 < features) {
                    dx[first + 1] = ActivationFormula.gradient(x, y, first + 1, sum1);
                }
                if (c0 + 2 < features) {
                    dx[first + 2] = ActivationFormula.gradient(x, y, first + 2, sum2);
                }
                if (c0 + 3 < features) {
                    dx[first + 3] = ActivationFormula.gradient(x, y, first + 3, sum3);
                }
            }
        }
    }

    /**
     * w[o,c] −= η · Σ_n dy[n,o] · x[n,c], b[o] −= η · Σ_n dy[n,o], four features an iteration. The last iteration of
     * each output updates its bias.
     *
     * @param x [samples, features]
     * @param dy [samples, outputs]
     * @param w [outputs, features]
     * @param b [outputs]
     * @param learningRate [1], η
     * @param samples B
     * @param features C
     * @param outputs O
     */
    public static void linearUpdate(
            float[] x, float[] dy, float[] w, float[] b, float[] learningRate, int samples, int features, int outputs) {
        final int blocks = (features + 3) / 4;
        for (@Parallel int o = 0; o < outputs; o++) {
            for (@Parallel int block = 0; block < blocks + 1; block++) {
                if (block < blocks) {
                    final int c0 = block * 4;
                    final int c1 = Math.min(c0 + 1, features - 1);
                    final int c2 = Math.min(c0 + 2, features - 1);
                    final int c3 = Math.min(c0 + 3, features - 1);
                    float sum0 = 0f;
                    float sum1 = 0f;
                    float sum2 = 0f;
                    float sum3 = 0f;
                    for (int begin = 0; begin < samples; begin += 64) {
                        final int end = Math.min(samples, begin + 64);
                        float part0 = 0f;
                        float part1 = 0f;
                        float part2 = 0f;
                        float part3 = 0f;
                        for (int n = begin; n < end; n++) {
                            final float value = dy[n * outputs + o];
                            part0 += value * x[n * features + c0];
                            part1 += value * x[n * features + c1];
                            part2 += value * x[n * features + c2];
                            part3 += value * x[n * features + c3];
                        }
                        sum0 += part0;
                        sum1 += part1;
                        sum2 += part2;
                        sum3 += part3;
                    }
                    final int first = o * features + c0;
                    w[first] = w[first] - learningRate[0] * sum0;
                    if (c0 + 1 < features) {
                        w[first + 1] = w[first + 1] - learningRate[0] * sum1;
                    }
                    if (c0 + 2 < features) {
                        w[first + 2] = w[first + 2] - learningRate[0] * sum2;
                    }
                    if (c0 + 3 < features) {
                        w[first + 3] = w[first + 3] - learningRate[0] * sum3;
                    }
                } else {
                    float bias = 0f;
                    for (int begin = 0; begin < samples; begin += 64) {
                        final int end = Math.min(samples, begin + 64);
                        float part = 0f;
                        for (int n = begin; n < end; n++) {
                            part += dy[n * outputs + o];
                        }
                        bias += part;
                    }
                    b[o] = b[o] - learningRate[0] * bias;
                }
            }
        }
    }
}
