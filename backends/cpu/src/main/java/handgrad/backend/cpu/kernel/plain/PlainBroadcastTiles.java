package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.kernel.Workspace;
import handgrad.backend.cpu.layout.GroupLayout;
import java.util.Arrays;

/**
 * The tiles of {@link Kernels#broadcast} and {@link Kernels#update} in plain loops, for tiles as large as {@link PlainTiling} makes them. What the loops run along are the
 * 16 lanes of all positions; the lanes of 8 taps are copied together for that, and used for all rows. The order of the operations on each sum is
 * that of the other kernels. Working arrays are made when they are first needed, and kept.
 */
final class PlainBroadcastTiles implements Workspace {
    private static final int LANES = GroupLayout.LANES;

    private final PlainRowTiles rowTiles = new PlainRowTiles();
    private final PlainRuns xRuns = new PlainRuns();
    private final PlainRuns otherRuns = new PlainRuns();
    private final float[] a = new float[PlainLoops.TAPS];
    private float[][] x = {};
    private float[][] sums = {};

    /** Those that are kept with a call. */
    static PlainBroadcastTiles of(BroadcastCall call) {
        if (call.workspace instanceof final PlainBroadcastTiles kept) {
            return kept;
        }
        final PlainBroadcastTiles made = new PlainBroadcastTiles();
        call.workspace = made;
        return made;
    }

    void tile(BroadcastCall c, Tiling.TileShape shape, int row, int position, int firstTap, int endTap) {
        if (PlainTiling.isByRows(shape)) {
            for (int p = 0; p < shape.positions(); p++) {
                rowTiles.column(c, shape.rows(), row, position + p, firstTap, endTap);
            }
            return;
        }
        reserve(shape.rows(), shape.positions() * LANES);
        start(c, shape, row, position);
        add(c, shape, row, position, firstTap, endTap);
        finish(c, shape, row, position);
    }

    void update(
            BroadcastCall c, float factor, Tiling.TileShape shape, int row, int position, int firstTap, int endTap) {
        final int length = shape.positions() * LANES;
        reserve(shape.rows(), length);
        for (int r = 0; r < shape.rows(); r++) {
            Arrays.fill(sums[r], 0, length, 0f);
        }
        add(c, shape, row, position, firstTap, endTap);
        otherRuns.find(c.tables.yPositions(), position, shape.positions());
        for (int r = 0; r < shape.rows(); r++) {
            final int at = c.yBase + c.tables.yRows()[row + r];
            otherRuns.gather(c.y, at, x[0]);
            PlainLoops.addScaled(x[0], sums[r], factor, length);
            otherRuns.scatter(x[0], c.y, at);
        }
    }

    private void reserve(int rows, int length) {
        if (x.length == 0 || x[0].length < length || sums.length < rows) {
            final int longest = x.length == 0 ? length : Math.max(length, x[0].length);
            x = PlainLoops.arrays(PlainLoops.TAPS, longest);
            sums = PlainLoops.arrays(Math.max(rows, sums.length), longest);
        }
    }

    private void start(BroadcastCall c, Tiling.TileShape shape, int row, int position) {
        final int[] at = c.tables.initPositions();
        final boolean isOnePlace = PlainRuns.isOnePlace(at, position, shape.positions());
        otherRuns.find(at, position, shape.positions());
        for (int r = 0; r < shape.rows(); r++) {
            final int from = c.initBase + c.tables.initRows()[row + r];
            if (isOnePlace) {
                PlainRuns.repeat(c.init, from + at[position], sums[r], shape.positions() * LANES);
            } else {
                otherRuns.gather(c.init, from, sums[r]);
            }
        }
    }

    private void add(BroadcastCall c, Tiling.TileShape shape, int row, int position, int firstTap, int endTap) {
        xRuns.find(c.tables.xPositions(), position, shape.positions());
        for (int tap = firstTap; tap < endTap; tap += PlainLoops.TAPS) {
            final int taps = Math.min(PlainLoops.TAPS, endTap - tap);
            for (int t = 0; t < taps; t++) {
                xRuns.gather(c.x, c.xBase + c.tables.xTaps()[tap + t], x[t]);
            }
            for (int r = 0; r < shape.rows(); r++) {
                final int from = c.aBase + c.tables.aRows()[c.firstARow + row + r];
                for (int t = 0; t < taps; t++) {
                    a[t] = c.a[from + c.tables.aTaps()[tap + t]];
                }
                PlainLoops.add(sums[r], x, a, taps, shape.positions() * LANES);
            }
        }
    }

    private void finish(BroadcastCall c, Tiling.TileShape shape, int row, int position) {
        otherRuns.find(c.tables.yPositions(), position, shape.positions());
        for (int r = 0; r < shape.rows(); r++) {
            otherRuns.scatter(sums[r], c.y, c.yBase + c.tables.yRows()[row + r]);
        }
    }
}
