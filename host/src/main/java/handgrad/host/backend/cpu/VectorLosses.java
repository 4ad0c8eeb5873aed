package handgrad.host.backend.cpu;

import handgrad.program.SampleLoss;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Losses over lanes. Where a method takes bases, it handles as many of the 16 samples as a vector holds, from there. */
final class VectorLosses {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = Grid.LANES;

    private VectorLosses() {}

    /** rest = log Σ_k e^{z_k − m} and maximum = m, with m the largest z_k, whose own term is the 1 in log(1 + …). */
    static void logSumExp(float[] z, int at, int classes, float[] rest, int restAt, float[] maximum, int maximumAt) {
        FloatVector largest = FloatVector.fromArray(SPECIES, z, at);
        FloatVector index = FloatVector.zero(SPECIES);
        for (int k = 1; k < classes; k++) {
            final FloatVector v = FloatVector.fromArray(SPECIES, z, at + k * LANES);
            index = index.blend((float) k, v.compare(VectorOperators.GT, largest));
            largest = largest.blend(v, v.compare(VectorOperators.GT, largest));
        }
        // Zero, or NaN for an infinite maximum: e^(∞ − ∞), which the loop leaves out.
        FloatVector sum = largest.sub(largest);
        for (int k = 0; k < classes; k++) {
            final FloatVector v = FloatVector.fromArray(SPECIES, z, at + k * LANES);
            final FloatVector term = VectorFunctions.exp(v.sub(largest));
            sum = sum.add(term.blend(0f, index.compare(VectorOperators.EQ, (float) k)));
        }
        VectorFunctions.log1p(sum).intoArray(rest, restAt);
        largest.intoArray(maximum, maximumAt);
    }

    static void softmax(float[] z, int at, int classes, float[] p, int pAt) {
        FloatVector largest = FloatVector.fromArray(SPECIES, z, at);
        for (int k = 1; k < classes; k++) {
            final FloatVector v = FloatVector.fromArray(SPECIES, z, at + k * LANES);
            largest = largest.blend(v, v.compare(VectorOperators.GT, largest));
        }
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int k = 0; k < classes; k++) {
            final FloatVector v = FloatVector.fromArray(SPECIES, z, at + k * LANES);
            final FloatVector term = VectorFunctions.exp(v.sub(largest));
            sum = sum.add(term);
            term.intoArray(p, pAt + k * LANES);
        }
        final FloatVector factor = FloatVector.broadcast(SPECIES, 1f).div(sum);
        for (int k = 0; k < classes; k++) {
            FloatVector.fromArray(SPECIES, p, pAt + k * LANES).mul(factor).intoArray(p, pAt + k * LANES);
        }
    }

    static void score(
            SampleLoss function, float[] z, int zAt, float[] y, int yAt, int width, float[] losses, int lossesAt) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = 0; j < width; j++) {
            final FloatVector s = FloatVector.fromArray(SPECIES, z, zAt + j * LANES);
            final FloatVector t = FloatVector.fromArray(SPECIES, y, yAt + j * LANES);
            sum = sum.add(loss(function, s, t));
        }
        sum.mul(1f / width).intoArray(losses, lossesAt);
    }

    static void scoreGradient(
            SampleLoss function, float[] z, int zAt, float[] y, int yAt, int n, float factor, float[] dz, int dzAt) {
        for (int i = 0; i < n; i += SPECIES.length()) {
            final FloatVector s = FloatVector.fromArray(SPECIES, z, zAt + i);
            final FloatVector t = FloatVector.fromArray(SPECIES, y, yAt + i);
            derivative(function, s, t).mul(factor).intoArray(dz, dzAt + i);
        }
    }

    /** As {@link ScalarLosses#loss}. */
    private static FloatVector loss(SampleLoss function, FloatVector z, FloatVector y) {
        return switch (function) {
            case LOGISTIC -> VectorFunctions.softplus(y.mul(z).neg());
            case SQUARED_PROBABILITY -> squaredProbability(z, y);
            case HINGE -> {
                final FloatVector margin = y.neg().fma(z, FloatVector.broadcast(SPECIES, 1f));
                yield margin.blend(0f, margin.compare(VectorOperators.LE, 0f));
            }
            case SQUARED_ERROR -> z.sub(y).mul(z.sub(y));
            case HALF_SQUARED_ERROR -> z.sub(y).mul(z.sub(y)).mul(0.5f);
            case BINARY_CROSS_ENTROPY -> {
                final FloatVector positive = FloatVector.zero(SPECIES).blend(z, z.compare(VectorOperators.GT, 0f));
                yield y.neg()
                        .fma(z, positive)
                        .add(VectorFunctions.log1p(VectorFunctions.exp(z.abs().neg())));
            }
        };
    }

    private static FloatVector squaredProbability(FloatVector z, FloatVector y) {
        final FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        final FloatVector p = VectorFunctions.sigmoid(z);
        final FloatVector q = VectorFunctions.sigmoid(z.neg());
        return one.sub(y).mul(p.mul(p)).add(one.add(y).mul(q.mul(q)));
    }

    /** As {@link ScalarLosses#derivative}. */
    private static FloatVector derivative(SampleLoss function, FloatVector z, FloatVector y) {
        return switch (function) {
            case LOGISTIC -> y.neg().mul(VectorFunctions.sigmoid(y.mul(z).neg()));
            case SQUARED_PROBABILITY -> squaredProbabilityDerivative(z, y);
            case HINGE -> FloatVector.zero(SPECIES).blend(y.neg(), y.mul(z).compare(VectorOperators.LT, 1f));
            case SQUARED_ERROR -> z.sub(y).mul(2f);
            case HALF_SQUARED_ERROR -> z.sub(y);
            case BINARY_CROSS_ENTROPY -> {
                final FloatVector one = FloatVector.broadcast(SPECIES, 1f);
                yield one.sub(y).mul(VectorFunctions.sigmoid(z)).sub(y.mul(VectorFunctions.sigmoid(z.neg())));
            }
        };
    }

    private static FloatVector squaredProbabilityDerivative(FloatVector z, FloatVector y) {
        final FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        final FloatVector p = VectorFunctions.sigmoid(z);
        final FloatVector q = VectorFunctions.sigmoid(z.neg());
        return p.mul(q).mul(2f).mul(one.sub(y).mul(p).sub(one.add(y).mul(q)));
    }
}
