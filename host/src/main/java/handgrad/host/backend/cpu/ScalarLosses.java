package handgrad.host.backend.cpu;

import handgrad.program.SampleLoss;

/**
 * The losses of {@link SampleLoss} and their derivatives for one float. Whoever has the values of the elementary functions that a loss takes
 * already, for many floats at once, hands them over: {@link VectorScores}.
 */
final class ScalarLosses {
    private ScalarLosses() {}

    /** l(z, y). */
    static float loss(SampleLoss function, float z, float y) {
        return switch (function) {
            case LOGISTIC -> loss(function, z, y, logOfOnePlusExp(y * z), 0f);
            case BINARY_CROSS_ENTROPY -> loss(function, z, y, logOfOnePlusExp(z), 0f);
            case SQUARED_PROBABILITY -> loss(function, z, y, ScalarFunctions.sigmoid(z), ScalarFunctions.sigmoid(-z));
            case HINGE, SQUARED_ERROR, HALF_SQUARED_ERROR -> loss(function, z, y, 0f, 0f);
        };
    }

    /** ∂l/∂z. */
    static float derivative(SampleLoss function, float z, float y) {
        return switch (function) {
            case LOGISTIC -> derivative(function, z, y, ScalarFunctions.sigmoid(-(y * z)), 0f);
            case BINARY_CROSS_ENTROPY, SQUARED_PROBABILITY ->
                derivative(function, z, y, ScalarFunctions.sigmoid(z), ScalarFunctions.sigmoid(-z));
            case HINGE, SQUARED_ERROR, HALF_SQUARED_ERROR -> derivative(function, z, y, 0f, 0f);
        };
    }

    /**
     * l(z, y), with the values of its elementary functions.
     *
     * @param p log(1 + e^−|y z|) for LOGISTIC, log(1 + e^−|z|) for BINARY_CROSS_ENTROPY, σ(z) for SQUARED_PROBABILITY
     * @param q σ(−z) for SQUARED_PROBABILITY
     */
    static float loss(SampleLoss function, float z, float y, float p, float q) {
        return switch (function) {
            // softplus(−y z).
            case LOGISTIC -> positive(-(y * z)) + p;
            // softplus(z) − y z, the linear parts first: for y = 1 and large z they cancel exactly.
            case BINARY_CROSS_ENTROPY -> Math.fma(-y, z, positive(z)) + p;
            case SQUARED_PROBABILITY -> (1f - y) * (p * p) + (1f + y) * (q * q);
            case HINGE -> {
                final float margin = Math.fma(-y, z, 1f);
                yield margin <= 0f ? 0f : margin;
            }
            case SQUARED_ERROR -> (z - y) * (z - y);
            case HALF_SQUARED_ERROR -> (z - y) * (z - y) * 0.5f;
        };
    }

    /**
     * ∂l/∂z, with the values of its elementary functions.
     *
     * @param p σ(−y z) for LOGISTIC, σ(z) for BINARY_CROSS_ENTROPY and SQUARED_PROBABILITY
     * @param q σ(−z) for BINARY_CROSS_ENTROPY and SQUARED_PROBABILITY
     */
    static float derivative(SampleLoss function, float z, float y, float p, float q) {
        return switch (function) {
            case LOGISTIC -> -y * p;
            // σ(z) − y, written so that nothing cancels for y = 0 and for y = 1.
            case BINARY_CROSS_ENTROPY -> (1f - y) * p - y * q;
            case SQUARED_PROBABILITY -> p * q * 2f * ((1f - y) * p - (1f + y) * q);
            case HINGE -> y * z < 1f ? -y : 0f;
            case SQUARED_ERROR -> (z - y) * 2f;
            case HALF_SQUARED_ERROR -> z - y;
        };
    }

    private static float logOfOnePlusExp(float x) {
        return ScalarFunctions.log1p(ScalarFunctions.exp(-Math.abs(x)));
    }

    private static float positive(float x) {
        return x > 0f ? x : 0f;
    }
}
