package handgrad.kernels.element;

/** Elements of the fully connected layer's results. Derivations: docs/derivations.md, "Linear". */
public final class LinearElements {
    private LinearElements() {}

    /**
     * y[o] = Σ_c w[o,c] · x[c] + b[o].
     *
     * @param x contains the sample, [features]
     * @param first the index of the sample's first element in x
     * @param w [outputs, features]
     * @param b [outputs]
     * @param o the output
     * @param features C
     * @return y[o]
     */
    public static float output(float[] x, int first, float[] w, float[] b, int o, int features) {
        float sum = 0f;
        for (int c = 0; c < features; c++) {
            sum += w[o * features + c] * x[first + c];
        }
        return sum + b[o];
    }

    /**
     * dx[c] = Σ_o dy[o] · w[o,c], because ∂y[o]/∂x[c] = w[o,c].
     *
     * @param dy contains the sample's gradient, [outputs]
     * @param first the index of its first element in dy
     * @param w [outputs, features]
     * @param c the feature
     * @param features C
     * @param outputs O
     * @return dx[c]
     */
    public static float inputGradient(float[] dy, int first, float[] w, int c, int features, int outputs) {
        float sum = 0f;
        for (int o = 0; o < outputs; o++) {
            sum += dy[first + o] * w[o * features + c];
        }
        return sum;
    }

    /**
     * dw[o,c] = Σ_n dy[n,o] · x[n,c], because ∂y[n,o]/∂w[o,c] = x[n,c]. Samples are added in blocks, which stays
     * accurate for a full batch of thousands.
     *
     * @param x contains [samples, features]
     * @param xFirst the index of its first element
     * @param dy contains [samples, outputs]
     * @param dyFirst the index of its first element
     * @param o the output
     * @param c the feature
     * @param samples B
     * @param features C
     * @param outputs O
     * @return dw[o,c]
     */
    public static float weightGradient(
            float[] x, int xFirst, float[] dy, int dyFirst, int o, int c, int samples, int features, int outputs) {
        float sum = 0f;
        for (int begin = 0; begin < samples; begin += 64) {
            final int end = Math.min(samples, begin + 64);
            float block = 0f;
            for (int n = begin; n < end; n++) {
                block += dy[dyFirst + n * outputs + o] * x[xFirst + n * features + c];
            }
            sum += block;
        }
        return sum;
    }

    /**
     * db[o] = Σ_n dy[n,o], because ∂y[n,o]/∂b[o] = 1: the bias is the weight of an input that is always 1.
     *
     * @param dy contains [samples, outputs]
     * @param first the index of its first element
     * @param o the output
     * @param samples B
     * @param outputs O
     * @return db[o]
     */
    public static float biasGradient(float[] dy, int first, int o, int samples, int outputs) {
        float sum = 0f;
        for (int begin = 0; begin < samples; begin += 64) {
            final int end = Math.min(samples, begin + 64);
            float block = 0f;
            for (int n = begin; n < end; n++) {
                block += dy[first + n * outputs + o];
            }
            sum += block;
        }
        return sum;
    }
}
