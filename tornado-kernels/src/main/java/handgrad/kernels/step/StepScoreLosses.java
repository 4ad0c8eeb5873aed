package handgrad.kernels.step;

import handgrad.kernels.LossFormula;

/** The loss of a sample's scores: helpers for the ops of {@code LossOp}, copied for each formula. */
public final class StepScoreLosses {
    private StepScoreLosses() {}

    /**
     * (1/W) Σ_j l(z[j], y[j]).
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param scores contains z, [width]
     * @param scoresFirst the index of the first one
     * @param targets contains y, [width]
     * @param targetsFirst the index of the first one
     * @param losses receives the loss
     * @param lossesFirst its index
     * @param width W
     */
    public static void loss(
            int item,
            int items,
            float[] scores,
            int scoresFirst,
            float[] targets,
            int targetsFirst,
            float[] losses,
            int lossesFirst,
            int width) {
        for (int once = item; once < 1; once += items) {
            float sum = 0f;
            for (int e = 0; e < width; e++) {
                sum += LossFormula.loss(scores[scoresFirst + e], targets[targetsFirst + e]);
            }
            losses[lossesFirst] = sum / width;
        }
    }

    /**
     * dz[j] = (scale/W) · ∂l/∂z(z[j], y[j]).
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param scores contains z, [width]
     * @param scoresFirst the index of the first one
     * @param targets contains y, [width]
     * @param targetsFirst the index of the first one
     * @param dScores receives dz, [width]
     * @param dScoresFirst the index of the first one
     * @param width W
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void gradient(
            int item,
            int items,
            float[] scores,
            int scoresFirst,
            float[] targets,
            int targetsFirst,
            float[] dScores,
            int dScoresFirst,
            int width,
            float scale) {
        for (int e = item; e < width; e += items) {
            dScores[dScoresFirst + e] =
                    LossFormula.slope(scores[scoresFirst + e], targets[targetsFirst + e], scale / width);
        }
    }
}
