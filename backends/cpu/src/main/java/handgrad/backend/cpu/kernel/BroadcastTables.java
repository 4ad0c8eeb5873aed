package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;
import java.util.Arrays;

/**
 * Where the operands of a {@link Kernels#broadcast} product lie, relative to the bases of a {@link BroadcastCall}.
 *
 * @param aRows for each row of the product the offset of its scalars in a
 * @param aTaps for each tap, a term of the sum, the further offset of the scalar
 * @param xPositions for each position the offset of its 16 lanes in x
 * @param xTaps for each tap the further offset of the lanes
 * @param initRows for each row the offset of what its sums begin with
 * @param initPositions for each position the further offset
 * @param yRows for each row the offset of its sums in y
 * @param yPositions for each position the further offset in y
 */
public record BroadcastTables(
        int[] aRows,
        int[] aTaps,
        int[] xPositions,
        int[] xTaps,
        int[] initRows,
        int[] initPositions,
        int[] yRows,
        int[] yPositions) {
    /** A product whose sums all begin with the first 16 elements of {@link BroadcastCall#init}. */
    public static BroadcastTables of(
            int[] aRows, int[] aTaps, int[] xPositions, int[] xTaps, int[] yRows, int[] yPositions) {
        return new BroadcastTables(
                aRows, aTaps, xPositions, xTaps, new int[yRows.length], new int[yPositions.length], yRows, yPositions);
    }

    /** The same product, position p being the one that was order[p]. A position may be there more than once. */
    public BroadcastTables reordered(int[] order) {
        return new BroadcastTables(
                aRows,
                aTaps,
                pick(xPositions, order),
                xTaps,
                initRows,
                pick(initPositions, order),
                yRows,
                pick(yPositions, order));
    }

    private static int[] pick(int[] values, int[] order) {
        return Arrays.stream(order).map(p -> values[p]).toArray();
    }

    /** The same product, the sums of row r beginning with lanes r of {@link BroadcastCall#init}, [rows][16]. */
    public BroadcastTables startingByRow() {
        final int[] rows = new int[yRows.length];
        Arrays.setAll(rows, r -> r * GroupLayout.LANES);
        return new BroadcastTables(aRows, aTaps, xPositions, xTaps, rows, initPositions, yRows, yPositions);
    }

    /** The same product, the sums of all rows beginning with lanes of one array that are at the same positions. */
    public BroadcastTables startingByPosition() {
        return new BroadcastTables(aRows, aTaps, xPositions, xTaps, initRows, yPositions, yRows, yPositions);
    }

    /** The same product over other taps. */
    public BroadcastTables over(int[] otherATaps, int[] otherXTaps) {
        return new BroadcastTables(
                aRows, otherATaps, xPositions, otherXTaps, initRows, initPositions, yRows, yPositions);
    }

    /** Whether the sums begin with what y holds already. */
    boolean accumulates() {
        return initRows == yRows;
    }

    /** The same product, its sums beginning with what y holds already. */
    public BroadcastTables accumulating() {
        return new BroadcastTables(aRows, aTaps, xPositions, xTaps, yRows, yPositions, yRows, yPositions);
    }
}
