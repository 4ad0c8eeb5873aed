package handgrad.backend.cpu;

/**
 * Where an int tensor lies: labels and hits one after the other, winners of a pooling with the 16 samples of a group innermost.
 *
 * @param stores one array for all, or one for each worker
 * @param base the first element
 * @param groupInts ints of a group
 * @param room the groups that have room
 */
record IntPlace(IntStore[] stores, int base, int groupInts, Room room) {
    /** The array that a worker uses. */
    int[] values(int worker) {
        return stores[stores.length == 1 ? 0 : worker].values;
    }

    /** Where a group begins. */
    int at(int group) {
        return base + room.place(group) * groupInts;
    }
}
