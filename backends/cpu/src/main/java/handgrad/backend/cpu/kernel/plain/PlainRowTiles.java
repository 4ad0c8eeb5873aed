package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.GroupLayout;

/**
 * Tiles of {@link Kernels#broadcast} with many rows and few positions, as in linear layers with the samples innermost.
 * Their lanes would make short loops, so the loops run along the rows, once for each lane: the scalars of a tap at all
 * rows are copied together and multiplied with the lane. A product of two factors has the same bits either way round.
 */
final class PlainRowTiles {
    private static final int LANES = GroupLayout.LANES;

    private final float[] x = new float[PlainLoops.TAPS];
    private final float[][] a;
    private final float[][] sums;

    /** Working arrays for tiles of at most so many rows. */
    PlainRowTiles(int rows) {
        a = PlainLoops.arrays(PlainLoops.TAPS, rows);
        sums = PlainLoops.arrays(LANES, rows);
    }

    /** The sums of one position. */
    void column(BroadcastCall c, int rows, int row, int position, int firstTap, int endTap) {
        final int initAt = c.initBase + c.tables.initPositions()[position];
        for (int r = 0; r < rows; r++) {
            final int from = initAt + c.tables.initRows()[row + r];
            for (int l = 0; l < LANES; l++) {
                sums[l][r] = c.init[from + l];
            }
        }
        for (int tap = firstTap; tap < endTap; tap += PlainLoops.TAPS) {
            add(c, rows, row, position, tap, Math.min(PlainLoops.TAPS, endTap - tap));
        }
        final int yAt = c.yBase + c.tables.yPositions()[position];
        for (int r = 0; r < rows; r++) {
            final int to = yAt + c.tables.yRows()[row + r];
            for (int l = 0; l < LANES; l++) {
                c.y[to + l] = sums[l][r];
            }
        }
    }

    private void add(BroadcastCall c, int rows, int row, int position, int tap, int taps) {
        for (int t = 0; t < taps; t++) {
            copyScalars(c.a, c.aBase + c.tables.aTaps()[tap + t], c.tables.aRows(), c.firstARow + row, rows, a[t]);
        }
        final int from = c.xBase + c.tables.xPositions()[position];
        for (int l = 0; l < LANES; l++) {
            for (int t = 0; t < taps; t++) {
                x[t] = c.x[from + c.tables.xTaps()[tap + t] + l];
            }
            PlainLoops.add(sums[l], a, x, taps, rows);
        }
    }

    private static void copyScalars(float[] from, int base, int[] at, int first, int rows, float[] to) {
        if (at[first + rows - 1] - at[first] == rows - 1 && at[first + 1] - at[first] == 1) {
            System.arraycopy(from, base + at[first], to, 0, rows);
        } else {
            for (int r = 0; r < rows; r++) {
                to[r] = from[base + at[first + r]];
            }
        }
    }
}
