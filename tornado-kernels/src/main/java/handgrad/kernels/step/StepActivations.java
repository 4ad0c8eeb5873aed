package handgrad.kernels.step;

import handgrad.kernels.ActivationFormula;

/** Elementwise activations of a sample: helpers for the ops of {@code ActivationOp}, copied for each formula. */
public final class StepActivations {
    private StepActivations() {}

    /**
     * y = σ(x).
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the inputs
     * @param xFirst the index of the first one
     * @param y receives the outputs
     * @param yFirst the index of the first one
     * @param size the number of elements
     */
    public static void forward(int item, int items, float[] x, int xFirst, float[] y, int yFirst, int size) {
        for (int e = item; e < size; e += items) {
            y[yFirst + e] = ActivationFormula.activated(x[xFirst + e]);
        }
    }

    /**
     * dx = dy · σ'(x).
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param x contains the inputs
     * @param xFirst the index of the first one
     * @param y contains the outputs, σ(x)
     * @param yFirst the index of the first one
     * @param dy contains the gradient of the outputs
     * @param dyFirst the index of the first one
     * @param dx receives the gradient
     * @param dxFirst the index of the first one
     * @param size the number of elements
     */
    public static void inputGradient(
            int item,
            int items,
            float[] x,
            int xFirst,
            float[] y,
            int yFirst,
            float[] dy,
            int dyFirst,
            float[] dx,
            int dxFirst,
            int size) {
        for (int e = item; e < size; e += items) {
            dx[dxFirst + e] = ActivationFormula.slope(x[xFirst + e], y[yFirst + e], dy[dyFirst + e]);
        }
    }
}
