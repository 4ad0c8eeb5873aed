package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The fully connected layer: the kernels of {@code LinearOp}. Derivations: docs/derivations.md, "Linear". */
public final class Linears {
    private Linears() {}

    /**
     * y = x wᵀ + b, that is y[n,o] = b[o] + Σ_c w[o,c] · x[n,c].
     *
     * @param x [samples, features]
     * @param w [outputs, features]
     * @param b [outputs]
     * @param y [samples, outputs]
     * @param samples B
     * @param features C
     * @param outputs O
     */
    public static void linearForward(
            float[] x, float[] w, float[] b, float[] y, int samples, int features, int outputs) {
        for (@Parallel int n = 0; n < samples; n++) {
            for (@Parallel int o = 0; o < outputs; o++) {
                float sum = 0f;
                for (int c = 0; c < features; c++) {
                    sum += w[o * features + c] * x[n * features + c];
                }
                y[n * outputs + o] = sum + b[o];
            }
        }
    }

    /**
     * dx = dy w, that is dx[n,c] = Σ_o dy[n,o] · w[o,c], because ∂y[n,o]/∂x[n,c] = w[o,c].
     *
     * @param dy [samples, outputs]
     * @param w [outputs, features]
     * @param dx [samples, features]
     * @param samples B
     * @param features C
     * @param outputs O
     */
    public static void linearBackwardInput(float[] dy, float[] w, float[] dx, int samples, int features, int outputs) {
        for (@Parallel int n = 0; n < samples; n++) {
            for (@Parallel int c = 0; c < features; c++) {
                float sum = 0f;
                for (int o = 0; o < outputs; o++) {
                    sum += dy[n * outputs + o] * w[o * features + c];
                }
                dx[n * features + c] = sum;
            }
        }
    }

    /**
     * dw = dyᵀ x and db = Σ_n dy, that is dw[o,c] = Σ_n dy[n,o] · x[n,c], because ∂y[n,o]/∂w[o,c] = x[n,c] and
     * ∂y[n,o]/∂b[o] = 1: the bias is the weight of an input that is always 1. The parallel loops run over the elements
     * of dw, with one more in each row for db. Samples are added in blocks, which stays accurate for a full batch of
     * thousands.
     *
     * @param x [samples, features]
     * @param dy [samples, outputs]
     * @param dw [outputs, features]
     * @param db [outputs]
     * @param samples B
     * @param features C
     * @param outputs O
     */
    public static void linearBackwardWeight(
            float[] x, float[] dy, float[] dw, float[] db, int samples, int features, int outputs) {
        for (@Parallel int o = 0; o < outputs; o++) {
            for (@Parallel int c = 0; c < features + 1; c++) {
                float sum = 0f;
                if (c < features) {
                    for (int begin = 0; begin < samples; begin += 64) {
                        final int end = Math.min(samples, begin + 64);
                        float block = 0f;
                        for (int n = begin; n < end; n++) {
                            block += dy[n * outputs + o] * x[n * features + c];
                        }
                        sum += block;
                    }
                    dw[o * features + c] = sum;
                } else {
                    for (int begin = 0; begin < samples; begin += 64) {
                        final int end = Math.min(samples, begin + 64);
                        float block = 0f;
                        for (int n = begin; n < end; n++) {
                            block += dy[n * outputs + o];
                        }
                        sum += block;
                    }
                    db[o] = sum;
                }
            }
        }
    }
}
