package handgrad.backend.cpu.layout;

/**
 * Where a row-major tensor lies.
 *
 * @param stores one array for all, or one for each worker where a group's rows only go from op to op
 * @param width elements of a row
 * @param offsets where the rows begin, 16 for each slot
 * @param slots which part of the array a group uses
 */
public record RowsPlace(FloatStore[] stores, int width, int[] offsets, GroupSlots slots) {
    /** The array that a worker uses. */
    public float[] values(int worker) {
        return stores[stores.length == 1 ? 0 : worker].values;
    }

    /** The index in {@code offsets} of a group's first row. */
    public int firstRow(int group) {
        return slots.slot(group) * GroupLayout.LANES;
    }

    /** Where a group's first row begins. */
    public int at(int group) {
        return offsets[firstRow(group)];
    }

    /** Offsets of consecutive rows. */
    public static int[] consecutiveOffsets(int base, int width, int rows) {
        final int[] offsets = new int[rows];
        for (int n = 0; n < rows; n++) {
            offsets[n] = base + n * width;
        }
        return offsets;
    }
}
