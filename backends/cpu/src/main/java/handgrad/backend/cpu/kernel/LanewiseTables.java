package handgrad.backend.cpu.kernel;

/**
 * Where the operands of a {@link Kernels#lanewise} product lie, relative to the bases of a {@link LanewiseCall}.
 *
 * @param aRows for each row the offset of its lanes in a
 * @param aTaps for each tap, a term of the sum, the further offset in a
 * @param xPositions for each position the offset of its lanes in x
 * @param xTaps for each tap the further offset in x
 */
public record LanewiseTables(int[] aRows, int[] aTaps, int[] xPositions, int[] xTaps) {}
