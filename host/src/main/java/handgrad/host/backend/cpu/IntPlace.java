package handgrad.host.backend.cpu;

/**
 * Where an int tensor lies: labels and hits one after the other, winners of a pooling with the 16 samples of a group innermost.
 *
 * @param stores one array for all, or one for each worker
 * @param base the first element
 * @param groupStride ints from a group to the next, 0 where each worker has its own
 */
record IntPlace(IntStore[] stores, int base, int groupStride) {
    /** The array that a worker uses. */
    int[] values(int worker) {
        return stores[stores.length == 1 ? 0 : worker].values;
    }

    /** Where a group begins. */
    int at(int group) {
        return base + group * groupStride;
    }
}
