package handgrad.kernels.step;

/** Gathering a sample, and the counters of a step: helpers for the ops of {@code BatchOp}. */
public final class StepBatches {
    private StepBatches() {}

    /**
     * One row of {@link handgrad.kernels.Batches#gatherRows}.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param data [N, size]
     * @param order [M] sample indices
     * @param position [2]; position[0] is the index in {@code order} of the batch's first sample
     * @param sample n
     * @param batch receives the row
     * @param first the index of the row's first element in batch
     * @param size elements a sample
     */
    public static void gatherRow(
            int item,
            int items,
            float[] data,
            int[] order,
            int[] position,
            int sample,
            float[] batch,
            int first,
            int size) {
        final int row = order[position[0] + sample] * size;
        for (int e = item; e < size; e += items) {
            batch[first + e] = data[row + e];
        }
    }

    /**
     * One label of {@link handgrad.kernels.Batches#gatherLabels}.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param labels [N]
     * @param order [M] sample indices
     * @param position [2]; position[0] is the index in {@code order} of the batch's first sample
     * @param sample n
     * @param batch receives the label
     * @param first its index in batch
     */
    public static void gatherLabel(
            int item, int items, int[] labels, int[] order, int[] position, int sample, int[] batch, int first) {
        for (int once = item; once < 1; once += items) {
            batch[first] = labels[order[position[0] + sample]];
        }
    }

    /**
     * {@link handgrad.kernels.Batches#advance}.
     *
     * @param item this work-item
     * @param items the number of work-items
     * @param position [2]
     * @param samples B
     */
    public static void advance(int item, int items, int[] position, int samples) {
        for (int once = item; once < 1; once += items) {
            position[0] = position[0] + samples;
            position[1] = position[1] + 1;
        }
    }
}
