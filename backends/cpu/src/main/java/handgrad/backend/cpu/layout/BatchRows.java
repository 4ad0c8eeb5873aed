package handgrad.backend.cpu.layout;

/**
 * Where the samples of a batch lie in the data set.
 *
 * @param batch how many samples there are
 * @param order the indices of the samples in this epoch's order
 * @param position its element 0 is the index into {@code order} where the batch begins
 * @param width elements of a sample
 * @param rows where each sample begins, 16 for each group; where the last group has fewer, its last sample stands for
 *     the others
 * @param nonblank one bit mask per entry of {@code rows}, filled by {@code PixelProducts.findNonblank}
 */
public record BatchRows(int batch, IntStore order, IntStore position, int width, int[] rows, long[] nonblank) {
    /**
     * Arrays for a batch.
     *
     * @param batch how many samples
     * @param width elements of a sample
     */
    public static BatchRows of(int batch, IntStore order, IntStore position, int width) {
        final int places = GroupLayout.groups(batch) * GroupLayout.LANES;
        return new BatchRows(batch, order, position, width, new int[places], new long[places]);
    }

    /** Finds a group's samples. */
    public void find(int group) {
        final int place = group * GroupLayout.LANES;
        final int first = position.values[0] + place;
        final int samples = GroupLayout.samples(batch, group);
        for (int n = 0; n < GroupLayout.LANES; n++) {
            rows[place + n] = order.values[first + Math.min(n, samples - 1)] * width;
        }
    }
}
