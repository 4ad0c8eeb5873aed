package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/** Elementwise activations: the kernels of {@code ActivationOp}. Derivations: docs/derivations.md, "Activations". */
public final class Activations {
    private Activations() {}

    /**
     * y = σ(x).
     *
     * @param x [size]
     * @param y [size]
     * @param size the number of elements
     */
    public static void activationForward(float[] x, float[] y, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            y[i] = ActivationFormula.activated(x[i]);
        }
    }

    /**
     * dx = dy · σ'(x).
     *
     * @param x [size]; any array if the derivative does not use x
     * @param y [size], σ(x); any array if the derivative does not use y
     * @param dy [size]
     * @param dx [size]
     * @param size the number of elements
     */
    public static void activationBackward(float[] x, float[] y, float[] dy, float[] dx, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            dx[i] = ActivationFormula.gradient(x, y, i, dy[i]);
        }
    }
}
