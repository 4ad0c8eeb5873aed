package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Activation functions, element by element: the kernels of {@code ActivationOp}. The backward step needs the output y of the forward step
 * only, because each derivative can be told from it. Derivations: docs/derivations.md, "Activations".
 */
public final class Activations {
    private Activations() {}

    /**
     * y = tanh x.
     *
     * @param x [size]
     * @param y [size]
     * @param size the number of elements
     */
    public static void tanhForward(float[] x, float[] y, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            y[i] = ElementaryFunctions.hyperbolicTangent(x[i]);
        }
    }

    /**
     * dx = dy · (1 − y²), because tanh' = 1 − tanh².
     *
     * @param y [size]
     * @param dy [size]
     * @param dx [size]
     * @param size the number of elements
     */
    public static void tanhBackward(float[] y, float[] dy, float[] dx, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            dx[i] = dy[i] * (1f - y[i] * y[i]);
        }
    }

    /**
     * y = 1 / (1 + e^−x).
     *
     * @param x [size]
     * @param y [size]
     * @param size the number of elements
     */
    public static void sigmoidForward(float[] x, float[] y, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            y[i] = ElementaryFunctions.sigmoid(x[i]);
        }
    }

    /**
     * dx = dy · y (1 − y), because σ' = e^−x / (1 + e^−x)² = σ (1 − σ).
     *
     * @param y [size]
     * @param dy [size]
     * @param dx [size]
     * @param size the number of elements
     */
    public static void sigmoidBackward(float[] y, float[] dy, float[] dx, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            dx[i] = dy[i] * (y[i] * (1f - y[i]));
        }
    }

    /**
     * y = max(0, x); NaN stays NaN.
     *
     * @param x [size]
     * @param y [size]
     * @param size the number of elements
     */
    public static void reluForward(float[] x, float[] y, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            y[i] = x[i] < 0f ? 0f : x[i];
        }
    }

    /**
     * dx = dy where y &gt; 0, else 0, because the function is x above 0 and constant below; at 0 the derivative is taken as 0.
     *
     * @param y [size]
     * @param dy [size]
     * @param dx [size]
     * @param size the number of elements
     */
    public static void reluBackward(float[] y, float[] dy, float[] dx, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            dx[i] = y[i] > 0f ? dy[i] : 0f;
        }
    }

    /**
     * y = x where x &gt; 0, else slope · x.
     *
     * @param x [size]
     * @param y [size]
     * @param slope the factor below zero, above 0
     * @param size the number of elements
     */
    public static void leakyReluForward(float[] x, float[] y, float slope, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            y[i] = x[i] > 0f ? x[i] : slope * x[i];
        }
    }

    /**
     * dx = dy where y &gt; 0, else slope · dy, because y has the sign of x and the function is linear on either side of 0.
     *
     * @param y [size]
     * @param dy [size]
     * @param dx [size]
     * @param slope the factor below zero, above 0
     * @param size the number of elements
     */
    public static void leakyReluBackward(float[] y, float[] dy, float[] dx, float slope, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            dx[i] = y[i] > 0f ? dy[i] : slope * dy[i];
        }
    }
}
