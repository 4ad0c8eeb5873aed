package handgrad.backend.cpu.layout;

/**
 * Where an int tensor lies: labels and hits in the order of the samples, winners of a pooling with the 16 samples of a
 * group innermost.
 *
 * @param stores one array for all, or one for each worker
 * @param base the first element
 * @param groupInts ints of a group
 * @param slots which part of the array a group uses
 */
public record IntPlace(IntStore[] stores, int base, int groupInts, GroupSlots slots) {
    /** The array that a worker uses. */
    public int[] values(int worker) {
        return stores[stores.length == 1 ? 0 : worker].values;
    }

    /** Where a group begins. */
    public int at(int group) {
        return base + slots.slot(group) * groupInts;
    }
}
