package handgrad.host.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Softmax and its cross-entropy over lanes: a method with bases handles as many of the 16 samples as a vector holds, from there. */
final class VectorLosses {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = Grid.LANES;

    private VectorLosses() {}

    /** others = Σ_k e^{z_k − m} without the term of the largest z_k itself, and maximum = m, that z_k: log Σ_k e^{z_k} is m + log(1 + others). */
    static void sumExp(float[] z, int at, int classes, float[] others, int othersAt, float[] maximum, int maximumAt) {
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
        sum.intoArray(others, othersAt);
        largest.intoArray(maximum, maximumAt);
    }

    /** p_k = e^{z_k − m} / Σ_j e^{z_j − m}, with m the largest z_k. */
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
}
