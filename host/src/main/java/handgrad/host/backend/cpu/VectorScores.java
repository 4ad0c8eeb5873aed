package handgrad.host.backend.cpu;

import handgrad.program.LegacyLoss;
import handgrad.activation.Activations;
import handgrad.program.SampleLoss;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Losses of scores and their derivatives for some groups of 16 samples: the same operations as in {@link ScalarLosses}. The elementary functions are methods of
 * their own: with them, a loss would be longer than C2 is willing to inline, and a vector that is handed to a method that is not inlined becomes an object.
 */
final class VectorScores {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int WIDTH = SPECIES.length();
    private static final int SECOND = Kernels.SCORE_LANES;
    private static final float HALF = 0.5f;

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
        switch (LegacyLoss.of(function)) {
            case LOGISTIC -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    at(y, yAt + l).mul(at(z, zAt + l)).abs().neg().intoArray(scratch, l);
                }
                logOfOnePlusExp(scratch, lanes);
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector margin = at(y, yAt + l).mul(at(z, zAt + l));
                    add(positive(margin.neg()).add(at(scratch, l)), losses, lossesAt + l);
                }
            }
            case BINARY_CROSS_ENTROPY -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    at(z, zAt + l).abs().neg().intoArray(scratch, l);
                }
                logOfOnePlusExp(scratch, lanes);
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector score = at(z, zAt + l);
                    final FloatVector linear = at(y, yAt + l).neg().fma(score, positive(score));
                    add(linear.add(at(scratch, l)), losses, lossesAt + l);
                }
            }
            case SQUARED_PROBABILITY -> {
                sigmoids(z, zAt, lanes, scratch);
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector p = at(scratch, l);
                    final FloatVector q = at(scratch, SECOND + l);
                    final FloatVector target = at(y, yAt + l);
                    final FloatVector ofPositive = ones().sub(target).mul(p.mul(p));
                    add(ofPositive.add(ones().add(target).mul(q.mul(q))), losses, lossesAt + l);
                }
            }
            case HINGE -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector margin = at(y, yAt + l).neg().fma(at(z, zAt + l), ones());
                    add(margin.blend(0f, margin.compare(VectorOperators.LE, 0f)), losses, lossesAt + l);
                }
            }
            case SQUARED_ERROR -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector error = at(z, zAt + l).sub(at(y, yAt + l));
                    add(error.mul(error), losses, lossesAt + l);
                }
            }
            case HALF_SQUARED_ERROR -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector error = at(z, zAt + l).sub(at(y, yAt + l));
                    add(error.mul(error).mul(HALF), losses, lossesAt + l);
                }
            }
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
        switch (LegacyLoss.of(function)) {
            case LOGISTIC -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    at(y, yAt + l).mul(at(z, zAt + l)).neg().intoArray(scratch, l);
                }
                VectorActivations.sigmoid(scratch, 0, scratch, 0, lanes);
                for (int l = 0; l < lanes; l += WIDTH) {
                    at(y, yAt + l).neg().mul(at(scratch, l)).mul(factor).intoArray(dz, dzAt + l);
                }
            }
            case BINARY_CROSS_ENTROPY -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector score = at(z, zAt + l);
                    score.blend(score.neg(), isLikely(at(y, yAt + l))).intoArray(scratch, l);
                }
                VectorActivations.sigmoid(scratch, 0, scratch, 0, lanes);
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector p = at(scratch, l);
                    final FloatVector target = at(y, yAt + l);
                    final FloatVector ofLikely = ones().sub(target).sub(p);
                    p.sub(target).blend(ofLikely, isLikely(target)).mul(factor).intoArray(dz, dzAt + l);
                }
            }
            case SQUARED_PROBABILITY -> {
                sigmoids(z, zAt, lanes, scratch);
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector p = at(scratch, l);
                    final FloatVector q = at(scratch, SECOND + l);
                    final FloatVector target = at(y, yAt + l);
                    final FloatVector difference =
                            ones().sub(target).mul(p).sub(ones().add(target).mul(q));
                    p.mul(q).mul(2f).mul(difference).mul(factor).intoArray(dz, dzAt + l);
                }
            }
            case HINGE -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    final FloatVector target = at(y, yAt + l);
                    final VectorMask<Float> isWithin =
                            target.mul(at(z, zAt + l)).compare(VectorOperators.LT, 1f);
                    FloatVector.zero(SPECIES)
                            .blend(target.neg(), isWithin)
                            .mul(factor)
                            .intoArray(dz, dzAt + l);
                }
            }
            case SQUARED_ERROR -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    at(z, zAt + l).sub(at(y, yAt + l)).mul(2f).mul(factor).intoArray(dz, dzAt + l);
                }
            }
            case HALF_SQUARED_ERROR -> {
                for (int l = 0; l < lanes; l += WIDTH) {
                    at(z, zAt + l).sub(at(y, yAt + l)).mul(factor).intoArray(dz, dzAt + l);
                }
            }
        }
    }

    /** hits = 1 where score and target are on the same side of their thresholds, else 0, for some samples, a multiple of 16. */
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
        for (int l = 0; l < lanes; l += WIDTH) {
            final VectorMask<Float> predicted = at(z, zAt + l).compare(VectorOperators.GT, scoreThreshold);
            final VectorMask<Float> actual = at(y, yAt + l).compare(VectorOperators.GT, targetThreshold);
            IntVector.broadcast(INTS, 1)
                    .blend(0, predicted.xor(actual).cast(INTS))
                    .intoArray(hits, hitsAt + l);
        }
    }

    private static FloatVector at(float[] values, int at) {
        return FloatVector.fromArray(SPECIES, values, at);
    }

    private static void add(FloatVector loss, float[] losses, int at) {
        FloatVector.fromArray(SPECIES, losses, at).add(loss).intoArray(losses, at);
    }

    private static FloatVector ones() {
        return FloatVector.broadcast(SPECIES, 1f);
    }

    /** x where it is positive, else 0. */
    private static FloatVector positive(FloatVector x) {
        return FloatVector.zero(SPECIES).blend(x, x.compare(VectorOperators.GT, 0f));
    }

    /** Where the target is the label 1, so that −z says how far a score is from it. */
    private static VectorMask<Float> isLikely(FloatVector target) {
        return target.compare(VectorOperators.GT, HALF);
    }

    private static void logOfOnePlusExp(float[] scratch, int lanes) {
        VectorActivations.exp(scratch, 0, lanes);
        VectorActivations.log1p(scratch, 0, lanes);
    }

    /** scratch = σ(z) and, from SECOND on, σ(−z). */
    private static void sigmoids(float[] z, int zAt, int lanes, float[] scratch) {
        for (int l = 0; l < lanes; l += WIDTH) {
            at(z, zAt + l).intoArray(scratch, l);
            at(z, zAt + l).neg().intoArray(scratch, SECOND + l);
        }
        VectorActivations.sigmoid(scratch, 0, scratch, 0, lanes);
        VectorActivations.sigmoid(scratch, SECOND, scratch, SECOND, lanes);
    }
}
