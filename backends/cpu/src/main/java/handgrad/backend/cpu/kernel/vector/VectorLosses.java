package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.SoftmaxSummary;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Softmax, its cross-entropy and hits, for as many of the 16 lanes as a vector holds, from a lane on. */
public final class VectorLosses {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int LANES = GroupLayout.LANES;

    private VectorLosses() {}

    /** As {@link Kernels#softmaxTerms}. */
    static void terms(float[] z, int at, int classes, float[] terms, int termsAt, float[] summary, int lane) {
        final FloatVector label = FloatVector.fromArray(SPECIES, summary, SoftmaxSummary.LABEL + lane);
        FloatVector largest = FloatVector.fromArray(SPECIES, z, at);
        FloatVector ofLabel = largest;
        FloatVector best = FloatVector.zero(SPECIES);
        for (int k = 1; k < classes; k++) {
            final FloatVector v = FloatVector.fromArray(SPECIES, z, at + k * LANES);
            // Larger, or the first NaN: what is neither at most the largest nor comes after a NaN.
            final VectorMask<Float> isBetter =
                    v.compare(VectorOperators.LE, largest).not().and(largest.compare(VectorOperators.EQ, largest));
            best = best.blend((float) k, isBetter);
            largest = largest.blend(v, isBetter);
            ofLabel = ofLabel.blend(v, label.compare(VectorOperators.EQ, (float) k));
        }
        FloatVector sum = FloatVector.zero(SPECIES);
        // Zero, or NaN for an infinite maximum: e^(∞ − ∞), which the loop leaves out.
        FloatVector others = largest.sub(largest);
        for (int k = 0; k < classes; k++) {
            final FloatVector v = FloatVector.fromArray(SPECIES, z, at + k * LANES);
            final FloatVector term = VectorFunctions.exp(v.sub(largest));
            sum = sum.add(term);
            others = others.add(term.blend(0f, best.compare(VectorOperators.EQ, (float) k)));
            term.intoArray(terms, termsAt + k * LANES);
        }
        best.intoArray(summary, SoftmaxSummary.ARGMAX + lane);
        largest.sub(ofLabel).intoArray(summary, SoftmaxSummary.GAP + lane);
        sum.intoArray(summary, SoftmaxSummary.SUM + lane);
        others.intoArray(summary, SoftmaxSummary.OTHERS + lane);
    }

    /** As {@link Kernels#softmaxGradient}. */
    static void gradient(float[] dz, int at, int classes, float scale, float[] summary, int lane) {
        final FloatVector label = FloatVector.fromArray(SPECIES, summary, SoftmaxSummary.LABEL + lane);
        final FloatVector factor = FloatVector.broadcast(SPECIES, 1f)
                .div(FloatVector.fromArray(SPECIES, summary, SoftmaxSummary.SUM + lane));
        for (int k = 0; k < classes; k++) {
            final FloatVector p =
                    FloatVector.fromArray(SPECIES, dz, at + k * LANES).mul(factor);
            p.blend(p.sub(1f), label.compare(VectorOperators.EQ, (float) k))
                    .mul(scale)
                    .intoArray(dz, at + k * LANES);
        }
    }

    /** As {@link Kernels#scoreHits}. */
    static void hits(
            float[] z,
            int zAt,
            float scoreThreshold,
            float[] y,
            int yAt,
            float targetThreshold,
            int[] hits,
            int hitsAt,
            int lanes) {
        for (int l = 0; l < lanes; l += SPECIES.length()) {
            final VectorMask<Float> predicted =
                    FloatVector.fromArray(SPECIES, z, zAt + l).compare(VectorOperators.GT, scoreThreshold);
            final VectorMask<Float> actual =
                    FloatVector.fromArray(SPECIES, y, yAt + l).compare(VectorOperators.GT, targetThreshold);
            IntVector.broadcast(INTS, 1)
                    .blend(0, predicted.xor(actual).cast(INTS))
                    .intoArray(hits, hitsAt + l);
        }
    }
}
