package handgrad.host.backend.cpu;

/**
 * Where the samples of a batch are in the data set.
 *
 * @param batch how many samples there are
 * @param order the numbers of the data set's samples, in the order in which they come
 * @param position the first element is the place in the order at which the batch begins
 * @param width elements of a sample
 */
record BatchRows(int batch, IntStore order, IntStore position, int width) {
    /**
     * Where a group's samples begin.
     *
     * @param group the group
     * @param rows receives 16 places; those of the samples that a last group lacks are those of its last sample
     * @return how many samples there are in the group
     */
    int find(int group, int[] rows) {
        final int first = position.values[0] + group * Grid.LANES;
        final int samples = Grid.samples(batch, group);
        for (int n = 0; n < Grid.LANES; n++) {
            rows[n] = order.values[first + Math.min(n, samples - 1)] * width;
        }
        return samples;
    }
}
