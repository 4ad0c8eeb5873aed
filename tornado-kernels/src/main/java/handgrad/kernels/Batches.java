package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/** Gathering a step's batch from the data on the device: the kernels of {@code BatchOp}. */
public final class Batches {
    private Batches() {}

    /**
     * batch[n, e] = data[order[position[0] + n], e].
     *
     * @param data [N, size]
     * @param order [M] sample indices
     * @param position [2]; position[0] is the index in {@code order} of the batch's first sample
     * @param batch [samples, size]
     * @param samples B
     * @param size elements a sample
     */
    public static void gatherRows(float[] data, int[] order, int[] position, float[] batch, int samples, int size) {
        for (@Parallel int n = 0; n < samples; n++) {
            for (@Parallel int e = 0; e < size; e++) {
                batch[n * size + e] = data[order[position[0] + n] * size + e];
            }
        }
    }

    /**
     * batch[n] = labels[order[position[0] + n]].
     *
     * @param labels [N]
     * @param order [M] indices
     * @param position [2]; position[0] is the index in {@code order} of the batch's first sample
     * @param batch [samples]
     * @param samples B
     */
    public static void gatherLabels(int[] labels, int[] order, int[] position, int[] batch, int samples) {
        for (@Parallel int n = 0; n < samples; n++) {
            batch[n] = labels[order[position[0] + n]];
        }
    }

    /**
     * position[0] += samples; position[1] += 1.
     *
     * @param position [2]
     * @param samples B
     */
    public static void advance(int[] position, int samples) {
        for (@Parallel int once = 0; once < 1; once++) {
            position[0] = position[0] + samples;
            position[1] = position[1] + 1;
        }
    }
}
