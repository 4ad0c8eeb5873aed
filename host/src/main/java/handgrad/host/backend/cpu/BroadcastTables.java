package handgrad.host.backend.cpu;

/**
 * Where the operands of a {@link Kernels#broadcast} product lie, relative to the bases of a {@link BroadcastCall}.
 *
 * @param aRows for each row of the product the offset of its scalars in a
 * @param aTaps for each tap (each term of the sum) the further offset of the scalar
 * @param xPositions for each position the offset of its 16 lanes in x
 * @param xTaps for each tap the further offset of the lanes
 * @param yRows for each row the offset of its sums in y
 * @param yPositions for each position the further offset in y
 */
record BroadcastTables(int[] aRows, int[] aTaps, int[] xPositions, int[] xTaps, int[] yRows, int[] yPositions) {}
