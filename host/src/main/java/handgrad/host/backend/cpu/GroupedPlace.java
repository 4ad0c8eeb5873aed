package handgrad.host.backend.cpu;

/**
 * Where a tensor with the samples of a group innermost lies.
 *
 * @param stores one array for all, or one for each worker if a group's elements are only passed on from op to op
 * @param base the first element
 * @param groupStride floats of a group
 * @param room the groups that have room
 * @param grid the arrangement within a group
 */
record GroupedPlace(FloatStore[] stores, int base, int groupStride, Room room, Grid grid) {
    /** The array that a worker uses. */
    float[] values(int worker) {
        return stores[stores.length == 1 ? 0 : worker].values;
    }

    /** Where a group begins. */
    int at(int group) {
        return base + room.place(group) * groupStride;
    }
}
