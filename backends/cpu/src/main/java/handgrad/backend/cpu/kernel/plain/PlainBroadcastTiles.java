package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.TileMerging;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.kernel.Workspace;
import handgrad.backend.cpu.layout.GroupLayout;
import java.util.Arrays;
import java.util.Collection;

/**
 * The tiles of {@link Kernels#broadcast} and {@link Kernels#update} in plain loops, for tiles as large as
 * {@link TileMerging} makes them. The loops run along the 16 lanes of all positions: the lanes of 8 taps are copied
 * together, and used for all rows.
 */
final class PlainBroadcastTiles implements Workspace {
    private static final int LANES = GroupLayout.LANES;

    private final PlainRowTiles rowTiles;
    private final PlainRuns xRuns;
    private final PlainRuns otherRuns;
    private final float[] a = new float[PlainLoops.TAPS];
    private final float[][] x;
    private final float[][] sums;

    /** Working arrays for tiles of some shapes. */
    PlainBroadcastTiles(Collection<TileShape> shapes) {
        final int rows = shapes.stream().mapToInt(TileShape::rows).max().orElse(0);
        final int positions =
                shapes.stream().mapToInt(TileShape::positions).max().orElse(0);
        this.rowTiles = new PlainRowTiles(rows);
        this.xRuns = new PlainRuns(positions);
        this.otherRuns = new PlainRuns(positions);
        this.x = PlainLoops.arrays(PlainLoops.TAPS, positions * LANES);
        this.sums = PlainLoops.arrays(rows, positions * LANES);
    }

    void tile(BroadcastCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
        if (TileMerging.isByRows(shape)) {
            for (int p = 0; p < shape.positions(); p++) {
                rowTiles.column(c, shape.rows(), row, position + p, firstTap, endTap);
            }
            return;
        }
        start(c, shape, row, position);
        add(c, shape, row, position, firstTap, endTap);
        otherRuns.find(c.tables.yPositions(), position, shape.positions());
        for (int r = 0; r < shape.rows(); r++) {
            otherRuns.scatter(sums[r], c.y, c.yBase + c.tables.yRows()[row + r]);
        }
    }

    void update(BroadcastCall c, float factor, TileShape shape, int row, int position, int firstTap, int endTap) {
        final int length = shape.positions() * LANES;
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

    private void start(BroadcastCall c, TileShape shape, int row, int position) {
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

    private void add(BroadcastCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
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
}
