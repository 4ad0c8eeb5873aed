package handgrad.kernels.step;

import handgrad.kernels.PenaltyFormula;
import handgrad.kernels.element.RecordElements;

/** Recording the results of a step: helpers for the ops of {@code RecordOp} and the marks of correct scores. */
public final class StepRecords {
    private StepRecords() {}

    /**
     * {@link handgrad.kernels.Records#recordLoss}.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param losses contains the losses, [samples]
     * @param lossesFirst the index of the first one
     * @param position [2]; position[1] is the index in the history
     * @param history [S]
     * @param samples B
     */
    public static void loss(
            int item, int items, float[] losses, int lossesFirst, int[] position, float[] history, int samples) {
        for (int once = item; once < 1; once += items) {
            history[position[1]] = RecordElements.sum(losses, lossesFirst, samples);
        }
    }

    /**
     * {@link handgrad.kernels.Records#recordHits}.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param hits contains the marks, [samples]
     * @param hitsFirst the index of the first one
     * @param position [2]; position[1] is the index in the history
     * @param history [S]
     * @param samples B
     */
    public static void hits(
            int item, int items, int[] hits, int hitsFirst, int[] position, int[] history, int samples) {
        for (int once = item; once < 1; once += items) {
            history[position[1]] = RecordElements.sum(hits, hitsFirst, samples);
        }
    }

    /**
     * {@link handgrad.kernels.Records#recordPenalty}.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param w [size]
     * @param lambda [1]
     * @param position [2]; position[1] is the index in the history
     * @param history [S]
     * @param size the number of elements
     * @param samples B
     */
    public static void penalty(
            int item, int items, float[] w, float[] lambda, int[] position, float[] history, int size, int samples) {
        for (int once = item; once < 1; once += items) {
            float sum = 0f;
            float lost = 0f;
            for (int e = 0; e < size; e++) {
                final float term = PenaltyFormula.penalty(w[e]) - lost;
                final float next = sum + term;
                lost = (next - sum) - term;
                sum = next;
            }
            history[position[1]] = history[position[1]] + samples * lambda[0] * sum;
        }
    }

    /**
     * {@link handgrad.kernels.ScoreLosses#scoreHits}.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param scores contains z
     * @param scoresFirst its index
     * @param targets contains y
     * @param targetsFirst its index
     * @param hits receives 1 if the sample is correct, else 0
     * @param hitsFirst its index
     * @param scoreThreshold 0 for a logit
     * @param targetThreshold 0 for labels −1 and +1, ½ for labels 0 and 1
     */
    public static void scoreHit(
            int item,
            int items,
            float[] scores,
            int scoresFirst,
            float[] targets,
            int targetsFirst,
            int[] hits,
            int hitsFirst,
            float scoreThreshold,
            float targetThreshold) {
        for (int once = item; once < 1; once += items) {
            final int answer = scores[scoresFirst] > scoreThreshold ? 1 : 0;
            final int truth = targets[targetsFirst] > targetThreshold ? 1 : 0;
            hits[hitsFirst] = answer == truth ? 1 : 0;
        }
    }
}
