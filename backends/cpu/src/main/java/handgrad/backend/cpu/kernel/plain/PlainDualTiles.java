package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.DualCall;
import handgrad.backend.cpu.kernel.DualTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.kernel.Workspace;
import handgrad.backend.cpu.layout.GroupLayout;

/**
 * The tiles of {@link Kernels#dual} in plain loops. The compiler turns a loop into vector instructions only if it can see
 * that what is written is not read by a later turn: with separate arrays that all have the loop's own index. So the operands of four taps are
 * copied into such arrays first, which costs less than it gains. The order of the operations on each sum is that of the other kernels.
 */
final class PlainDualTiles implements Workspace {
    private static final int LANES = GroupLayout.LANES;
    /** How many taps are taken together. */
    private static final int TAPS = 4;

    /** The most rows, and the most positions, of a tile. */
    private static final int MOST = 12;

    /** For a dual tile: the lanes of four taps by row and by position, and those of the sums by row and position. */
    private final float[][][] rowLanes = new float[MOST][TAPS][LANES];

    /** The working arrays of gradients of convolutions. */
    final PlainWindows windows = new PlainWindows();

    private final float[][] positionLanes = new float[MOST * TAPS][LANES];
    private final float[][] laneSums = new float[Tiling.LARGEST_TILE][LANES];

    /** Those that are kept with a call. */
    static PlainDualTiles of(DualCall call) {
        if (call.workspace instanceof final PlainDualTiles kept) {
            return kept;
        }
        final PlainDualTiles made = new PlainDualTiles();
        call.workspace = made;
        return made;
    }

    void dual(DualCall c, int rows, int positions, int row, int position, int firstTap, int endTap) {
        if (rows * positions == 1) {
            dual(c, row, position, firstTap, endTap);
            return;
        }
        final DualTables tables = c.tables;
        for (int i = 0; i < rows * positions; i++) {
            System.arraycopy(c.sums, c.sumsAt + i * LANES, laneSums[i], 0, LANES);
        }
        for (int tap = firstTap; tap < endTap; tap += TAPS) {
            final int taps = Math.min(TAPS, endTap - tap);
            for (int t = 0; t < taps; t++) {
                for (int r = 0; r < rows; r++) {
                    final int at = c.aBase + tables.aRows()[c.firstARow + row + r] + tables.aTaps()[tap + t];
                    System.arraycopy(c.a, at, rowLanes[r][t], 0, LANES);
                }
            }
            final boolean window = copyWindow(c, position, positions, tap, taps);
            for (int r = 0; r < rows; r++) {
                for (int p = 0; p < positions; p++) {
                    final float[] sum = laneSums[r * positions + p];
                    addLanes(sum, positionLanes, window ? p : p * TAPS, rowLanes[r], taps);
                }
            }
        }
        for (int i = 0; i < rows * positions; i++) {
            System.arraycopy(laneSums[i], 0, c.sums, c.sumsAt + i * LANES, LANES);
        }
    }

    /** A single sum, for which copying would be most of the work. */
    private static void dual(DualCall c, int row, int position, int firstTap, int endTap) {
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

    /**
     * Copies the lanes of x for some taps at all positions: tap t at position p to p · {@link #TAPS} + t; or, where both step from one element of
     * a row to the next, the elements to p + t, each once.
     */
    private boolean copyWindow(DualCall c, int position, int positions, int tap, int taps) {
        final int[] xPositions = c.tables.xPositions();
        final int[] xTaps = c.tables.xTaps();
        final int first = c.xBase + xPositions[position] + xTaps[tap];
        final int last = c.xBase + xPositions[position + positions - 1] + xTaps[tap + taps - 1];
        final boolean window = xTaps[tap + taps - 1] - xTaps[tap] == (taps - 1) * LANES
                && last - first == (positions + taps - 2) * LANES;
        if (window) {
            for (int i = 0; i < positions + taps - 1; i++) {
                System.arraycopy(c.x, first + i * LANES, positionLanes[i], 0, LANES);
            }
        } else {
            for (int p = 0; p < positions; p++) {
                for (int t = 0; t < taps; t++) {
                    final int at = c.xBase + xPositions[position + p] + xTaps[tap + t];
                    System.arraycopy(c.x, at, positionLanes[p * TAPS + t], 0, LANES);
                }
            }
        }
        return window;
    }

    private static void addLanes(float[] sum, float[][] x, int at, float[][] a, int taps) {
        if (taps == TAPS) {
            multiplyLanes(sum, x[at], x[at + 1], x[at + 2], x[at + 3], a[0], a[1], a[2], a[3]);
        } else {
            for (int t = 0; t < taps; t++) {
                multiplyLanes(sum, x[at + t], a[t]);
            }
        }
    }

    private static void multiplyLanes(
            float[] s, float[] x0, float[] x1, float[] x2, float[] x3, float[] a0, float[] a1, float[] a2, float[] a3) {
        for (int l = 0; l < LANES; l++) {
            s[l] = Math.fma(x3[l], a3[l], Math.fma(x2[l], a2[l], Math.fma(x1[l], a1[l], Math.fma(x0[l], a0[l], s[l]))));
        }
    }

    private static void multiplyLanes(float[] s, float[] x, float[] a) {
        for (int l = 0; l < LANES; l++) {
            s[l] = Math.fma(x[l], a[l], s[l]);
        }
    }
}
