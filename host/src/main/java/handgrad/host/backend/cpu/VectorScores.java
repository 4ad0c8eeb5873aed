package handgrad.host.backend.cpu;

import handgrad.program.SampleLoss;

/**
 * Losses of scores, some groups of 16 at a time, and their derivatives: the elementary functions in vectors, and the few operations around them by {@link ScalarLosses}.
 * A method that did all of it in vectors would be longer than C2 is willing to inline, and a vector that is handed to a method
 * that is not inlined becomes an object.
 */
final class VectorScores {
    private static final int SECOND = Kernels.SCORE_LANES;

    private VectorScores() {}

    /** losses += l(z, y) for some samples, a multiple of 16. */
    static void addLoss(
            SampleLoss function,
            float[] z,
            int zAt,
            float[] y,
            int yAt,
            int lanes,
            float[] losses,
            int lossesAt,
            float[] scratch) {
        switch (function) {
            case LOGISTIC -> {
                for (int l = 0; l < lanes; l++) {
                    scratch[l] = -Math.abs(y[yAt + l] * z[zAt + l]);
                }
                logOfOnePlusExp(scratch, lanes);
            }
            case BINARY_CROSS_ENTROPY -> {
                for (int l = 0; l < lanes; l++) {
                    scratch[l] = -Math.abs(z[zAt + l]);
                }
                logOfOnePlusExp(scratch, lanes);
            }
            case SQUARED_PROBABILITY -> sigmoids(z, zAt, lanes, scratch);
            case HINGE, SQUARED_ERROR, HALF_SQUARED_ERROR -> {}
        }
        for (int l = 0; l < lanes; l++) {
            losses[lossesAt + l] +=
                    ScalarLosses.loss(function, z[zAt + l], y[yAt + l], scratch[l], scratch[SECOND + l]);
        }
    }

    /** dz = factor · ∂l/∂z for some samples, a multiple of 16. */
    static void gradient(
            SampleLoss function,
            float[] z,
            int zAt,
            float[] y,
            int yAt,
            int lanes,
            float factor,
            float[] dz,
            int dzAt,
            float[] scratch) {
        switch (function) {
            case LOGISTIC -> {
                for (int l = 0; l < lanes; l++) {
                    scratch[l] = -(y[yAt + l] * z[zAt + l]);
                }
                VectorActivations.sigmoid(scratch, 0, scratch, 0, lanes);
            }
            case BINARY_CROSS_ENTROPY -> {
                for (int l = 0; l < lanes; l++) {
                    scratch[l] = ScalarLosses.awayFromTarget(z[zAt + l], y[yAt + l]);
                }
                VectorActivations.sigmoid(scratch, 0, scratch, 0, lanes);
            }
            case SQUARED_PROBABILITY -> sigmoids(z, zAt, lanes, scratch);
            case HINGE, SQUARED_ERROR, HALF_SQUARED_ERROR -> {}
        }
        for (int l = 0; l < lanes; l++) {
            dz[dzAt + l] =
                    ScalarLosses.derivative(function, z[zAt + l], y[yAt + l], scratch[l], scratch[SECOND + l]) * factor;
        }
    }

    private static void logOfOnePlusExp(float[] scratch, int lanes) {
        VectorActivations.exp(scratch, 0, lanes);
        VectorActivations.log1p(scratch, 0, lanes);
    }

    /** scratch = σ(z) and, from SECOND on, σ(−z). */
    private static void sigmoids(float[] z, int zAt, int lanes, float[] scratch) {
        for (int l = 0; l < lanes; l++) {
            scratch[l] = z[zAt + l];
            scratch[SECOND + l] = -z[zAt + l];
        }
        VectorActivations.sigmoid(scratch, 0, scratch, 0, lanes);
        VectorActivations.sigmoid(scratch, SECOND, scratch, SECOND, lanes);
    }
}
