package handgrad.host.backend.cpu;

import handgrad.program.LegacyLoss;
import handgrad.program.SampleLoss;

/**
 * The losses of {@link SampleLoss} and their derivatives for one float. {@link VectorScores} does the same operations for many floats at once, and the OpenCL
 * backend in its {@code loss.cl}.
 */
final class ScalarLosses {
    private ScalarLosses() {}

    /** l(z, y). */
    static float loss(SampleLoss function, float z, float y) {
        return switch (LegacyLoss.of(function)) {
            // softplus(−y z).
            case LOGISTIC -> positive(-(y * z)) + logOfOnePlusExp(y * z);
            // softplus(z) − y z, the linear parts first: for y = 1 and large z they cancel exactly.
            case BINARY_CROSS_ENTROPY -> Math.fma(-y, z, positive(z)) + logOfOnePlusExp(z);
            case SQUARED_PROBABILITY -> {
                final float p = ScalarFunctions.sigmoid(z);
                final float q = ScalarFunctions.sigmoid(-z);
                yield (1f - y) * (p * p) + (1f + y) * (q * q);
            }
            case HINGE -> {
                final float margin = Math.fma(-y, z, 1f);
                yield margin <= 0f ? 0f : margin;
            }
            case SQUARED_ERROR -> (z - y) * (z - y);
            case HALF_SQUARED_ERROR -> (z - y) * (z - y) * 0.5f;
        };
    }

    /** ∂l/∂z. */
    static float derivative(SampleLoss function, float z, float y) {
        return switch (LegacyLoss.of(function)) {
            case LOGISTIC -> -y * ScalarFunctions.sigmoid(-(y * z));
            case BINARY_CROSS_ENTROPY -> {
                // σ(z) − y; near y = 1 as (1 − y) − σ(−z), which does not cancel.
                final float p = ScalarFunctions.sigmoid(awayFromTarget(z, y));
                yield y > 0.5f ? (1f - y) - p : p - y;
            }
            case SQUARED_PROBABILITY -> {
                final float p = ScalarFunctions.sigmoid(z);
                final float q = ScalarFunctions.sigmoid(-z);
                yield p * q * 2f * ((1f - y) * p - (1f + y) * q);
            }
            case HINGE -> y * z < 1f ? -y : 0f;
            case SQUARED_ERROR -> (z - y) * 2f;
            case HALF_SQUARED_ERROR -> z - y;
        };
    }

    /** The z or −z of which σ is the probability of the less likely label: what binary cross-entropy's derivative wants. */
    private static float awayFromTarget(float z, float y) {
        return y > 0.5f ? -z : z;
    }

    /** log(1 + e^−|x|). */
    private static float logOfOnePlusExp(float x) {
        return ScalarFunctions.log1p(ScalarFunctions.exp(-Math.abs(x)));
    }

    private static float positive(float x) {
        return x > 0f ? x : 0f;
    }
}
