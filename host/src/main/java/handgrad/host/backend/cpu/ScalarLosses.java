package handgrad.host.backend.cpu;

import handgrad.program.SampleLoss;

/** The losses of {@link SampleLoss} and their derivatives for one float, in the operations that {@link VectorLosses} does on 16. */
final class ScalarLosses {
    private ScalarLosses() {}

    /** l(z, y). */
    static float loss(SampleLoss function, float z, float y) {
        return switch (function) {
            case LOGISTIC -> ScalarFunctions.softplus(-(y * z));
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
            case BINARY_CROSS_ENTROPY ->
                // softplus(z) − y z, the linear parts first: for y = 1 and large z they cancel exactly.
                Math.fma(-y, z, z > 0f ? z : 0f) + ScalarFunctions.log1p(ScalarFunctions.exp(-Math.abs(z)));
        };
    }

    /** ∂l/∂z. */
    static float derivative(SampleLoss function, float z, float y) {
        return switch (function) {
            case LOGISTIC -> -y * ScalarFunctions.sigmoid(-(y * z));
            case SQUARED_PROBABILITY -> {
                final float p = ScalarFunctions.sigmoid(z);
                final float q = ScalarFunctions.sigmoid(-z);
                yield p * q * 2f * ((1f - y) * p - (1f + y) * q);
            }
            case HINGE -> y * z < 1f ? -y : 0f;
            case SQUARED_ERROR -> (z - y) * 2f;
            case HALF_SQUARED_ERROR -> z - y;
            case BINARY_CROSS_ENTROPY ->
                // σ(z) − y, written so that nothing cancels for y = 0 and for y = 1.
                (1f - y) * ScalarFunctions.sigmoid(z) - y * ScalarFunctions.sigmoid(-z);
        };
    }
}
