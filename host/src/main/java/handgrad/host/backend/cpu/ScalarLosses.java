package handgrad.host.backend.cpu;

import handgrad.program.SampleLoss;

/**
 * The losses of {@link SampleLoss} and their derivatives for one float. Whoever has the values of the elementary functions that a loss takes
 * already, for many floats at once, hands them over: {@link VectorScores}. The OpenCL backend does the same operations in its {@code loss.cl}.
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
            case BINARY_CROSS_ENTROPY -> derivative(function, z, y, ScalarFunctions.sigmoid(awayFromTarget(z, y)), 0f);
            case SQUARED_PROBABILITY ->
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
     * @param p σ(−y z) for LOGISTIC, σ of {@link #awayFromTarget} for BINARY_CROSS_ENTROPY, σ(z) for SQUARED_PROBABILITY
     * @param q σ(−z) for SQUARED_PROBABILITY
     */
    static float derivative(SampleLoss function, float z, float y, float p, float q) {
        return switch (function) {
            case LOGISTIC -> -y * p;
            // σ(z) − y; near y = 1 as (1 − y) − σ(−z), which does not cancel.
            case BINARY_CROSS_ENTROPY -> y > 0.5f ? (1f - y) - p : p - y;
            case SQUARED_PROBABILITY -> p * q * 2f * ((1f - y) * p - (1f + y) * q);
            case HINGE -> y * z < 1f ? -y : 0f;
            case SQUARED_ERROR -> (z - y) * 2f;
            case HALF_SQUARED_ERROR -> z - y;
        };
    }

    /** The z or −z of which σ is the probability of the less likely label: what binary cross-entropy's derivative wants. */
    static float awayFromTarget(float z, float y) {
        return y > 0.5f ? -z : z;
    }

    private static float logOfOnePlusExp(float x) {
        return ScalarFunctions.log1p(ScalarFunctions.exp(-Math.abs(x)));
    }

    private static float positive(float x) {
        return x > 0f ? x : 0f;
    }
}
