package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The loss of real-valued scores, losses[n] = (1/W) Σ_j l(z[n,j], y[n,j]), a kernel for each l, and the count of right answers: kernels of
 * {@code LossOp}. Derivations: docs/derivations.md, "Losses".
 */
public final class ScoreLosses {
    private ScoreLosses() {}

    /**
     * l(z, y) = softplus(−y z).
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param losses [samples]
     * @param samples B
     * @param width W
     */
    public static void logisticForward(float[] scores, float[] targets, float[] losses, int samples, int width) {
        for (@Parallel int n = 0; n < samples; n++) {
            float sum = 0f;
            for (int e = n * width; e < (n + 1) * width; e++) {
                sum += SampleLosses.logistic(scores[e], targets[e]);
            }
            losses[n] = sum / width;
        }
    }

    /**
     * l(z, y) = (1 − y) σ(z)² + (1 + y) σ(−z)².
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param losses [samples]
     * @param samples B
     * @param width W
     */
    public static void squaredProbabilityForward(
            float[] scores, float[] targets, float[] losses, int samples, int width) {
        for (@Parallel int n = 0; n < samples; n++) {
            float sum = 0f;
            for (int e = n * width; e < (n + 1) * width; e++) {
                sum += SampleLosses.squaredProbability(scores[e], targets[e]);
            }
            losses[n] = sum / width;
        }
    }

    /**
     * l(z, y) = max(0, 1 − y z).
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param losses [samples]
     * @param samples B
     * @param width W
     */
    public static void hingeForward(float[] scores, float[] targets, float[] losses, int samples, int width) {
        for (@Parallel int n = 0; n < samples; n++) {
            float sum = 0f;
            for (int e = n * width; e < (n + 1) * width; e++) {
                sum += SampleLosses.hinge(scores[e], targets[e]);
            }
            losses[n] = sum / width;
        }
    }

    /**
     * l(z, y) = (z − y)².
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param losses [samples]
     * @param samples B
     * @param width W
     */
    public static void squaredErrorForward(float[] scores, float[] targets, float[] losses, int samples, int width) {
        for (@Parallel int n = 0; n < samples; n++) {
            float sum = 0f;
            for (int e = n * width; e < (n + 1) * width; e++) {
                sum += SampleLosses.squaredError(scores[e], targets[e]);
            }
            losses[n] = sum / width;
        }
    }

    /**
     * l(z, y) = ½ (z − y)².
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param losses [samples]
     * @param samples B
     * @param width W
     */
    public static void halfSquaredErrorForward(
            float[] scores, float[] targets, float[] losses, int samples, int width) {
        for (@Parallel int n = 0; n < samples; n++) {
            float sum = 0f;
            for (int e = n * width; e < (n + 1) * width; e++) {
                sum += SampleLosses.halfSquaredError(scores[e], targets[e]);
            }
            losses[n] = sum / width;
        }
    }

    /**
     * l(z, y) = softplus(z) − y z.
     *
     * @param scores z, [samples, width]
     * @param targets y, [samples, width]
     * @param losses [samples]
     * @param samples B
     * @param width W
     */
    public static void binaryCrossEntropyForward(
            float[] scores, float[] targets, float[] losses, int samples, int width) {
        for (@Parallel int n = 0; n < samples; n++) {
            float sum = 0f;
            for (int e = n * width; e < (n + 1) * width; e++) {
                sum += SampleLosses.binaryCrossEntropy(scores[e], targets[e]);
            }
            losses[n] = sum / width;
        }
    }

    /**
     * hits[n] = 1 where score and target lie on the same side of their thresholds, (z &gt; scoreThreshold) = (y &gt; targetThreshold), else 0.
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
