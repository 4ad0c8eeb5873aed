package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The loss of real-valued scores, its gradient, and the marks of correct samples: kernels of {@code LossOp}.
 * Derivations: docs/derivations.md, "Losses".
 */
public final class ScoreLosses {
    private ScoreLosses() {}

    /**
     * losses[n] = (1/W) Σ_j l(z[n,j], y[n,j]).
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param losses [samples]
     * @param samples B
     * @param width W
     */
    public static void scoreLossForward(float[] scores, float[] targets, float[] losses, int samples, int width) {
        for (@Parallel int n = 0; n < samples; n++) {
            float sum = 0f;
            for (int e = n * width; e < (n + 1) * width; e++) {
                sum += LossFormula.loss(scores[e], targets[e]);
            }
            losses[n] = sum / width;
        }
    }

    /**
     * dz[n,j] = (scale/W) · ∂l/∂z(z[n,j], y[n,j]), because a score affects only its own term of the loss.
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param dScores dz, [samples, width]
     * @param samples B
     * @param width W
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void scoreLossBackward(
            float[] scores, float[] targets, float[] dScores, int samples, int width, float scale) {
        for (@Parallel int e = 0; e < samples * width; e++) {
            dScores[e] = LossFormula.slope(scores[e], targets[e], scale / width);
        }
    }

    /**
     * hits[n] = 1 if score and target are on the same side of their thresholds, (z &gt; scoreThreshold) = (y &gt;
     * targetThreshold), else 0.
     *
     * @param scores z, [samples]
     * @param targets y, [samples]
     * @param hits [samples]
     * @param samples B
     * @param scoreThreshold 0 for a logit
     * @param targetThreshold 0 for labels −1 and +1, ½ for labels 0 and 1
     */
    public static void scoreHits(
            float[] scores, float[] targets, int[] hits, int samples, float scoreThreshold, float targetThreshold) {
        for (@Parallel int n = 0; n < samples; n++) {
            final int answer = scores[n] > scoreThreshold ? 1 : 0;
            final int truth = targets[n] > targetThreshold ? 1 : 0;
            hits[n] = answer == truth ? 1 : 0;
        }
    }
}
