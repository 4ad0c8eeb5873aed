package handgrad.host.backend.cpu;

import handgrad.program.SampleLoss;

/**
 * Losses of scores, 16 at a time, and their derivatives: the elementary functions in vectors, and the few operations around them by {@link ScalarLosses}.
 * A method that did all of it in vectors would be longer than C2 is willing to inline, and a vector that is handed to a method
 * that is not inlined becomes an object.
 */
final class VectorScores {
    private static final int LANES = Grid.LANES;

    private VectorScores() {}

    /** losses += l(z, y) for 16 samples. */
    static void addLoss(
            SampleLoss function,
            float[] z,
            int zAt,
            float[] y,
            int yAt,
            float[] losses,
            int lossesAt,
            float[] scratch) {
        switch (function) {
            case LOGISTIC -> {
                for (int l = 0; l < LANES; l++) {
                    scratch[l] = -Math.abs(y[yAt + l] * z[zAt + l]);
                }
                logOfOnePlusExp(scratch);
            }
            case BINARY_CROSS_ENTROPY -> {
                for (int l = 0; l < LANES; l++) {
                    scratch[l] = -Math.abs(z[zAt + l]);
                }
                logOfOnePlusExp(scratch);
            }
            case SQUARED_PROBABILITY -> sigmoids(z, zAt, scratch);
            case HINGE, SQUARED_ERROR, HALF_SQUARED_ERROR -> {}
        }
        for (int l = 0; l < LANES; l++) {
            losses[lossesAt + l] += ScalarLosses.loss(function, z[zAt + l], y[yAt + l], scratch[l], scratch[LANES + l]);
        }
    }

    /** dz = factor · ∂l/∂z for 16 samples. */
    static void gradient(
            SampleLoss function,
            float[] z,
            int zAt,
            float[] y,
            int yAt,
            float factor,
            float[] dz,
            int dzAt,
            float[] scratch) {
        switch (function) {
            case LOGISTIC -> {
                for (int l = 0; l < LANES; l++) {
                    scratch[l] = -(y[yAt + l] * z[zAt + l]);
                }
                VectorActivations.sigmoid(scratch, 0, scratch, 0, LANES);
            }
            case BINARY_CROSS_ENTROPY -> {
                for (int l = 0; l < LANES; l++) {
                    scratch[l] = ScalarLosses.awayFromTarget(z[zAt + l], y[yAt + l]);
                }
                VectorActivations.sigmoid(scratch, 0, scratch, 0, LANES);
            }
            case SQUARED_PROBABILITY -> sigmoids(z, zAt, scratch);
            case HINGE, SQUARED_ERROR, HALF_SQUARED_ERROR -> {}
        }
        for (int l = 0; l < LANES; l++) {
            dz[dzAt + l] =
                    ScalarLosses.derivative(function, z[zAt + l], y[yAt + l], scratch[l], scratch[LANES + l]) * factor;
        }
    }

    private static void logOfOnePlusExp(float[] scratch) {
        VectorActivations.exp(scratch, 0, LANES);
        VectorActivations.log1p(scratch, 0, LANES);
    }

    /** scratch = σ(z) and, after these, σ(−z). */
    private static void sigmoids(float[] z, int zAt, float[] scratch) {
        for (int l = 0; l < LANES; l++) {
            scratch[l] = z[zAt + l];
            scratch[LANES + l] = -z[zAt + l];
        }
        VectorActivations.sigmoid(scratch, 0, scratch, 0, 2 * LANES);
    }
}
