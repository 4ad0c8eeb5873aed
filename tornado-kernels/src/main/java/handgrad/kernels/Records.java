package handgrad.kernels;

import handgrad.kernels.element.RecordElements;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Recording the results of a step: the kernels of {@code RecordOp}. Float sums are compensated (Kahan): {@code lost} is
 * the rounding error of the last addition, which the next one corrects, so that sums of thousands of terms stay
 * accurate.
 */
public final class Records {
    private Records() {}

    /**
     * history[position[1]] = Σ_n losses[n].
     *
     * @param losses [samples]
     * @param position [2]; position[1] is the index in the history
     * @param history [S]
     * @param samples B
     */
    public static void recordLoss(float[] losses, int[] position, float[] history, int samples) {
        for (@Parallel int once = 0; once < 1; once++) {
            history[position[1]] = RecordElements.sum(losses, 0, samples);
        }
    }

    /**
     * history[position[1]] += samples · λ · Σ_i r(w[i]).
     *
     * @param w [size]
     * @param lambda [1]
     * @param position [2]; position[1] is the index in the history
     * @param history [S], already has the sum of the step's losses
     * @param size the number of elements of w
     * @param samples B
     */
    public static void recordPenalty(
            float[] w, float[] lambda, int[] position, float[] history, int size, int samples) {
        for (@Parallel int once = 0; once < 1; once++) {
            float sum = 0f;
            float lost = 0f;
            for (int i = 0; i < size; i++) {
                final float term = PenaltyFormula.penalty(w[i]) - lost;
                final float next = sum + term;
                lost = (next - sum) - term;
                sum = next;
            }
            history[position[1]] = history[position[1]] + samples * lambda[0] * sum;
        }
    }

    /**
     * history[position[1]] = Σ_n hits[n].
     *
     * @param hits [samples]
     * @param position [2]; position[1] is the index in the history
     * @param history [S]
     * @param samples B
     */
    public static void recordHits(int[] hits, int[] position, int[] history, int samples) {
        for (@Parallel int once = 0; once < 1; once++) {
            history[position[1]] = RecordElements.sum(hits, 0, samples);
        }
    }
}
