package handgrad.kernels.step;

import handgrad.kernels.element.LinearElements;

/** The fully connected layer: helpers for the ops of {@code LinearOp}. Sizes are as in {@link LinearElements}. */
public final class StepLinears {
    private StepLinears() {}

    /**
     * The outputs of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the sample
     * @param xFirst the index of its first element
     * @param w [outputs, features]
     * @param b [outputs]
     * @param y receives the outputs
     * @param yFirst the index of the first one
     * @param features C
     * @param outputs O
     */
    public static void forward(
            int item,
            int items,
            float[] x,
            int xFirst,
            float[] w,
            float[] b,
            float[] y,
            int yFirst,
            int features,
            int outputs) {
        for (int o = item; o < outputs; o += items) {
            y[yFirst + o] = LinearElements.output(x, xFirst, w, b, o, features);
        }
    }

    /**
     * The input gradient of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param dy contains the gradient of the sample's outputs
     * @param dyFirst the index of its first element
     * @param w [outputs, features]
     * @param dx receives the gradient
     * @param dxFirst the index of its first element
     * @param features C
     * @param outputs O
     */
    public static void inputGradient(
            int item,
            int items,
            float[] dy,
            int dyFirst,
            float[] w,
            float[] dx,
            int dxFirst,
            int features,
            int outputs) {
        for (int c = item; c < features; c += items) {
            dx[dxFirst + c] = LinearElements.inputGradient(dy, dyFirst, w, c, features, outputs);
        }
    }

    /**
     * The gradient of the weights, summed over the batch.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the batch
     * @param xFirst the index of its first element
     * @param dy contains the gradient of the outputs
     * @param dyFirst the index of its first element
     * @param dw receives the gradient, [outputs, features]
     * @param dwFirst the index of its first element
     * @param samples B
     * @param features C
     * @param outputs O
     */
    public static void weightGradient(
            int item,
            int items,
            float[] x,
            int xFirst,
            float[] dy,
            int dyFirst,
            float[] dw,
            int dwFirst,
            int samples,
            int features,
            int outputs) {
        for (int i = item; i < outputs * features; i += items) {
            dw[dwFirst + i] = LinearElements.weightGradient(
                    x, xFirst, dy, dyFirst, i / features, i % features, samples, features, outputs);
        }
    }

    /**
     * The gradient of the biases, summed over the batch.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param dy contains the gradient of the outputs
     * @param dyFirst the index of its first element
     * @param db receives the gradient, [outputs]
     * @param dbFirst the index of its first element
     * @param samples B
     * @param outputs O
     */
    public static void biasGradient(
            int item, int items, float[] dy, int dyFirst, float[] db, int dbFirst, int samples, int outputs) {
        for (int o = item; o < outputs; o += items) {
            db[dbFirst + o] = LinearElements.biasGradient(dy, dyFirst, o, samples, outputs);
        }
    }
}
