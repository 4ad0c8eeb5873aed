package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.LanewiseTables;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.kernel.Workspace;
import handgrad.backend.cpu.layout.GroupLayout;

/**
 * The tiles of {@link Kernels#lanewise} in plain loops. C2 turns a loop into vector instructions only if it can see
 * that no turn reads what an earlier one wrote: with separate arrays that all have the loop's own index. So the
 * operands of four taps are copied into such arrays first.
 */
final class PlainLanewiseTiles implements Workspace {
    private static final int LANES = GroupLayout.LANES;

    /** How many taps are taken together. */
    private static final int TAPS = 4;

    private final float[][] a = new float[Tiling.LARGEST_TILE * TAPS][LANES];
    private final float[][] x = new float[Tiling.LARGEST_TILE * TAPS][LANES];
    private final float[][] sums = new float[Tiling.LARGEST_TILE][LANES];

    void tile(LanewiseCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
        if (shape.sums() == 1) {
            addOne(c, row, position, firstTap, endTap);
            return;
        }
        final LanewiseTables tables = c.tables;
        for (int i = 0; i < shape.sums(); i++) {
            System.arraycopy(c.sums, c.sumsAt + i * LANES, sums[i], 0, LANES);
        }
        for (int tap = firstTap; tap < endTap; tap += TAPS) {
            final int taps = Math.min(TAPS, endTap - tap);
            for (int t = 0; t < taps; t++) {
                copy(c.a, c.aBase + tables.aTaps()[tap + t], tables.aRows(), c.firstARow + row, shape.rows(), a, t);
                copy(c.x, c.xBase + tables.xTaps()[tap + t], tables.xPositions(), position, shape.positions(), x, t);
            }
            for (int i = 0; i < shape.sums(); i++) {
                add(sums[i], x, i % shape.positions() * TAPS, a, i / shape.positions() * TAPS, taps);
            }
        }
        for (int i = 0; i < shape.sums(); i++) {
            System.arraycopy(sums[i], 0, c.sums, c.sumsAt + i * LANES, LANES);
        }
    }

    /** A single sum, for which copying would be most of the work. */
    private static void addOne(LanewiseCall c, int row, int position, int firstTap, int endTap) {
        final int aAt = c.aBase + c.tables.aRows()[c.firstARow + row];
        final int xAt = c.xBase + c.tables.xPositions()[position];
        for (int tap = firstTap; tap < endTap; tap++) {
            final int a = aAt + c.tables.aTaps()[tap];
            final int x = xAt + c.tables.xTaps()[tap];
            for (int l = 0; l < LANES; l++) {
                c.sums[c.sumsAt + l] = Math.fma(c.x[x + l], c.a[a + l], c.sums[c.sumsAt + l]);
            }
        }
    }

    /** Copies the lanes of tap t at some places: those of place i to array i · {@link #TAPS} + t. */
    private static void copy(float[] from, int base, int[] offsets, int first, int count, float[][] to, int t) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(from, base + offsets[first + i], to[i * TAPS + t], 0, LANES);
        }
    }

    /** sum += Σ_t x[xAt + t] · a[aAt + t] over the first taps t, in order. */
    private static void add(float[] sum, float[][] x, int xAt, float[][] a, int aAt, int taps) {
        if (taps == TAPS) {
            add4(sum, x[xAt], x[xAt + 1], x[xAt + 2], x[xAt + 3], a[aAt], a[aAt + 1], a[aAt + 2], a[aAt + 3]);
        } else {
            for (int t = 0; t < taps; t++) {
                add1(sum, x[xAt + t], a[aAt + t]);
            }
        }
    }

    private static void add4(
            float[] s, float[] x0, float[] x1, float[] x2, float[] x3, float[] a0, float[] a1, float[] a2, float[] a3) {
        for (int l = 0; l < LANES; l++) {
            s[l] = Math.fma(x3[l], a3[l], Math.fma(x2[l], a2[l], Math.fma(x1[l], a1[l], Math.fma(x0[l], a0[l], s[l]))));
        }
    }

    private static void add1(float[] s, float[] x, float[] a) {
        for (int l = 0; l < LANES; l++) {
            s[l] = Math.fma(x[l], a[l], s[l]);
        }
    }
}
