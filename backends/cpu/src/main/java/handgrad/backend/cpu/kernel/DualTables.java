package handgrad.backend.cpu.kernel;

/**
 * Where the operands of a {@link Kernels#dual} product lie, relative to the bases of a {@link DualCall}.
 *
 * @param aRows for each row of the product the offset of its lanes in a
 * @param aTaps for each tap (each term of the sum) the further offset in a
 * @param xPositions for each position the offset of its lanes in x
 * @param xTaps for each tap the further offset in x
 */
public record DualTables(int[] aRows, int[] aTaps, int[] xPositions, int[] xTaps) {}
