package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The register tiles of {@link Kernels#lanewise}. */
final class VectorLanewiseTiles {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = GroupLayout.LANES;

    private VectorLanewiseTiles() {}

    static void tile(LanewiseCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            switch (shape.rows() << 16 | shape.positions()) {
                // each LANEWISE
                case {rows} << 16 | {positions} -> tile{rows}x{positions}(c, row, position, firstTap, endTap, lane);
                // end
                default -> throw new IllegalArgumentException("no tile " + shape);
            }
        }
    }
    // each LANEWISE

    private static void tile{rows}x{positions}(
            LanewiseCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int at = c.sumsAt + lane;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a{r} = c.aBase + c.tables.aRows()[c.firstARow + row + {r}] + lane;
        final int x{p} = c.xBase + c.tables.xPositions()[position + {p}] + lane;
        FloatVector s{r}_{p} = FloatVector.fromArray(SPECIES, sums, at + ({r} * {positions} + {p}) * LANES);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v{p} = FloatVector.fromArray(SPECIES, x, x{p} + j);
            final FloatVector w{r} = FloatVector.fromArray(SPECIES, a, a{r} + i);
            s{r}_{p} = v{p}.fma(w{r}, s{r}_{p});
        }
        s{r}_{p}.intoArray(sums, at + ({r} * {positions} + {p}) * LANES);
    }
    // end
}
