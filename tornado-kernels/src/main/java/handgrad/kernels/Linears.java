package handgrad.kernels;

import handgrad.kernels.element.LinearElements;
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
                y[n * outputs + o] = LinearElements.output(x, n * features, w, b, o, features);
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
                dx[n * features + c] = LinearElements.inputGradient(dy, n * outputs, w, c, features, outputs);
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
                if (c < features) {
                    dw[o * features + c] = LinearElements.weightGradient(x, 0, dy, 0, o, c, samples, features, outputs);
                } else {
                    db[o] = LinearElements.biasGradient(dy, 0, o, samples, outputs);
                }
            }
        }
    }
}
