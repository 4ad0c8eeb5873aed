package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The register tiles of {@link Kernels#broadcast} and {@link Kernels#update}. */
final class VectorBroadcastTiles {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;

    private VectorBroadcastTiles() {}

    static void tile(BroadcastCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
        for (int lane = 0; lane < GroupLayout.LANES; lane += SPECIES.length()) {
            switch (shape.rows() << 16 | shape.positions()) {
                // each BROADCAST
                case {rows} << 16 | {positions} -> tile{rows}x{positions}(c, row, position, firstTap, endTap, lane);
                // end
                default -> throw new IllegalArgumentException("no tile " + shape);
            }
        }
    }

    static void update(
            BroadcastCall c, float factor, TileShape shape, int row, int position, int firstTap, int endTap) {
        for (int lane = 0; lane < GroupLayout.LANES; lane += SPECIES.length()) {
            switch (shape.rows() << 16 | shape.positions()) {
                // each UPDATE
                case {rows} << 16 | {positions} ->
                    update{rows}x{positions}(c, factor, row, position, firstTap, endTap, lane);
                // end
                default -> throw new IllegalArgumentException("no tile " + shape);
            }
        }
    }
    // each BROADCAST

    private static void tile{rows}x{positions}(
            BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] init = c.init;
        final float[] y = c.y;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a{r} = c.aBase + c.tables.aRows()[c.firstARow + row + {r}];
        final int x{p} = c.xBase + c.tables.xPositions()[position + {p}] + lane;
        final int i{r} = c.initBase + c.tables.initRows()[row + {r}] + lane;
        final int j{p} = c.tables.initPositions()[position + {p}];
        FloatVector s{r}_{p} = FloatVector.fromArray(SPECIES, init, i{r} + j{p});
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v{p} = FloatVector.fromArray(SPECIES, x, x{p} + j);
            final FloatVector w{r} = FloatVector.broadcast(SPECIES, a[a{r} + i]);
            s{r}_{p} = v{p}.fma(w{r}, s{r}_{p});
        }
        final int y{p} = c.yBase + c.tables.yPositions()[position + {p}] + lane;
        final int r{r} = c.tables.yRows()[row + {r}];
        s{r}_{p}.intoArray(y, y{p} + r{r});
    }
    // end
    // each UPDATE

    private static void update{rows}x{positions}(
            BroadcastCall c, float factor, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] y = c.y;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a{r} = c.aBase + c.tables.aRows()[c.firstARow + row + {r}];
        final int x{p} = c.xBase + c.tables.xPositions()[position + {p}] + lane;
        FloatVector s{r}_{p} = FloatVector.zero(SPECIES);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v{p} = FloatVector.fromArray(SPECIES, x, x{p} + j);
            final FloatVector w{r} = FloatVector.broadcast(SPECIES, a[a{r} + i]);
            s{r}_{p} = v{p}.fma(w{r}, s{r}_{p});
        }
        final FloatVector f = FloatVector.broadcast(SPECIES, factor);
        final int y{p} = c.yBase + c.tables.yPositions()[position + {p}] + lane;
        final int r{r} = c.tables.yRows()[row + {r}];
        s{r}_{p}.fma(f, FloatVector.fromArray(SPECIES, y, y{p} + r{r})).intoArray(y, y{p} + r{r});
    }
    // end
}
