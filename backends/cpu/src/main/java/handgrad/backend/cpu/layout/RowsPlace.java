package handgrad.backend.cpu.layout;

/**
 * Where a row-major tensor lies.
 *
 * @param stores one array for all, or one for each worker if a group's rows are only passed on from op to op
 * @param width elements of a row
 * @param offsets where the rows begin, of as many groups of 16 as there is room for
 * @param room the groups that have room
 */
public record RowsPlace(FloatStore[] stores, int width, int[] offsets, GroupSlots room) {
    /** The array that a worker uses. */
    public float[] values(int worker) {
        return stores[stores.length == 1 ? 0 : worker].values;
    }

    /** The index in {@code offsets} of a group's first row. */
    public int firstRow(int group) {
        return room.place(group) * GroupLayout.LANES;
    }

    /** Where a group's first row begins. */
    public int at(int group) {
        return offsets[firstRow(group)];
    }

    /** Offsets of rows that follow each other. */
    public static int[] consecutiveOffsets(int base, int width, int rows) {
        final int[] offsets = new int[rows];
        for (int n = 0; n < rows; n++) {
            offsets[n] = base + n * width;
        }
        return offsets;
    }
}
