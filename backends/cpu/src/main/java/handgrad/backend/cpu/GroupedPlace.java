package handgrad.backend.cpu;

import java.util.stream.IntStream;

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

    /** Where the first elements of some samples from the first on lie, if there is room for all groups. */
    int[] places(int samples) {
        return IntStream.range(0, samples)
                .map(n -> at(n / Grid.LANES) + n % Grid.LANES)
                .toArray();
    }

    /** Where a group begins. */
    int at(int group) {
        return base + room.place(group) * groupStride;
    }
}
