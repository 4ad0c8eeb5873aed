package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.GroupLayout;

/**
 * The tiles of {@link Kernels#lanewise} in plain loops: one sum after the other, four of its lanes at a time in
 * registers. C2 makes no vectors of a loop over 16 lanes, and to copy operands for longer loops takes longer than it
 * gains.
 */
final class PlainLanewiseTiles {
    private static final int LANES = GroupLayout.LANES;

    private PlainLanewiseTiles() {}

    static void tile(LanewiseCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
        int at = c.sumsAt;
        for (int r = 0; r < shape.rows(); r++) {
            final int a = c.aBase + c.tables.aRows()[c.firstARow + row + r];
            for (int p = 0; p < shape.positions(); p++) {
                final int x = c.xBase + c.tables.xPositions()[position + p];
                for (int lane = 0; lane < LANES; lane += 4) {
                    addFourLanes(c, a + lane, x + lane, firstTap, endTap, at + lane);
                }
                at += LANES;
            }
        }
    }

    private static void addFourLanes(LanewiseCall c, int aAt, int xAt, int firstTap, int endTap, int at) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        float sum0 = c.sums[at];
        float sum1 = c.sums[at + 1];
        float sum2 = c.sums[at + 2];
        float sum3 = c.sums[at + 3];
        for (int k = firstTap; k < endTap; k++) {
            final int i = aAt + aTaps[k];
            final int j = xAt + xTaps[k];
            sum0 = Math.fma(x[j], a[i], sum0);
            sum1 = Math.fma(x[j + 1], a[i + 1], sum1);
            sum2 = Math.fma(x[j + 2], a[i + 2], sum2);
            sum3 = Math.fma(x[j + 3], a[i + 3], sum3);
        }
        c.sums[at] = sum0;
        c.sums[at + 1] = sum1;
        c.sums[at + 2] = sum2;
        c.sums[at + 3] = sum3;
    }
}
