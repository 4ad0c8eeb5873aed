package handgrad.backend.cpu.layout;

import java.util.stream.IntStream;

/**
 * Where a tensor with the samples of a group innermost lies.
 *
 * @param stores one array for all, or one for each worker where a group's elements only go from op to op
 * @param base the first element
 * @param groupStride floats of a group
 * @param slots which part of the array a group uses
 * @param grid the arrangement within a group
 */
public record GroupedPlace(FloatStore[] stores, int base, int groupStride, GroupSlots slots, GroupLayout grid) {
    /** The array that a worker uses. */
    public float[] values(int worker) {
        return stores[stores.length == 1 ? 0 : worker].values;
    }

    /** Where the first elements of the first samples lie, if there is a slot for each group. */
    public int[] places(int samples) {
        return IntStream.range(0, samples)
                .map(n -> at(n / GroupLayout.LANES) + n % GroupLayout.LANES)
                .toArray();
    }

    /** Where a group begins. */
    public int at(int group) {
        return base + slots.slot(group) * groupStride;
    }
}
