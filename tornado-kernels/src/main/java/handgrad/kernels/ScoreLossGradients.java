package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The gradients of {@link ScoreLosses}: dz[n,j] = (scale/W) · ∂l/∂z(z[n,j], y[n,j]), because a score takes part in its own term of its own
 * sample's loss only. A kernel for each l. Derivations: docs/derivations.md, "Losses".
 */
public final class ScoreLossGradients {
    private ScoreLossGradients() {}

    /**
     * ∂l/∂z = −y σ(−y z).
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param dScores dz, [samples, width]
     * @param samples B
     * @param width W
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void logisticBackward(
            float[] scores, float[] targets, float[] dScores, int samples, int width, float scale) {
        for (@Parallel int e = 0; e < samples * width; e++) {
            dScores[e] = scale / width * SampleLosses.logisticSlope(scores[e], targets[e]);
        }
    }

    /**
     * ∂l/∂z = 2 σ(z) σ(−z) ((1 − y) σ(z) − (1 + y) σ(−z)).
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param dScores dz, [samples, width]
     * @param samples B
     * @param width W
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void squaredProbabilityBackward(
            float[] scores, float[] targets, float[] dScores, int samples, int width, float scale) {
        for (@Parallel int e = 0; e < samples * width; e++) {
            dScores[e] = scale / width * SampleLosses.squaredProbabilitySlope(scores[e], targets[e]);
        }
    }

    /**
     * ∂l/∂z = −y where y z &lt; 1, else 0.
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param dScores dz, [samples, width]
     * @param samples B
     * @param width W
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void hingeBackward(
            float[] scores, float[] targets, float[] dScores, int samples, int width, float scale) {
        for (@Parallel int e = 0; e < samples * width; e++) {
            dScores[e] = scale / width * SampleLosses.hingeSlope(scores[e], targets[e]);
        }
    }

    /**
     * ∂l/∂z = 2 (z − y).
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param dScores dz, [samples, width]
     * @param samples B
     * @param width W
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void squaredErrorBackward(
            float[] scores, float[] targets, float[] dScores, int samples, int width, float scale) {
        for (@Parallel int e = 0; e < samples * width; e++) {
            dScores[e] = scale / width * SampleLosses.squaredErrorSlope(scores[e], targets[e]);
        }
    }

    /**
     * ∂l/∂z = z − y.
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param dScores dz, [samples, width]
     * @param samples B
     * @param width W
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void halfSquaredErrorBackward(
            float[] scores, float[] targets, float[] dScores, int samples, int width, float scale) {
        for (@Parallel int e = 0; e < samples * width; e++) {
            dScores[e] = scale / width * SampleLosses.halfSquaredErrorSlope(scores[e], targets[e]);
        }
    }

    /**
     * ∂l/∂z = σ(z) − y.
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param dScores dz, [samples, width]
     * @param samples B
     * @param width W
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void binaryCrossEntropyBackward(
            float[] scores, float[] targets, float[] dScores, int samples, int width, float scale) {
        for (@Parallel int e = 0; e < samples * width; e++) {
            dScores[e] = scale / width * SampleLosses.binaryCrossEntropySlope(scores[e], targets[e]);
        }
    }
}
