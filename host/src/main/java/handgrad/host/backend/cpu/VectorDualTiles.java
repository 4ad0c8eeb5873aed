package handgrad.host.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The tiles of {@link Kernels#dual}, in the manner of {@link VectorBroadcastTiles}. */
final class VectorDualTiles {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;

    private VectorDualTiles() {}

    static void tile(DualCall c, int rows, int positions, int row, int position, int firstTap, int endTap) {
        for (int lane = 0; lane < Grid.LANES; lane += SPECIES.length()) {
            switch (rows * 8 + positions) {
                case 37 -> tile4x5(c, row, position, firstTap, endTap, lane);
                case 29 -> tile3x5(c, row, position, firstTap, endTap, lane);
                case 35 -> tile4x3(c, row, position, firstTap, endTap, lane);
                case 13 -> tile1x5(c, row, position, firstTap, endTap, lane);
                case 33 -> tile4x1(c, row, position, firstTap, endTap, lane);
                case 9 -> tile1x1(c, row, position, firstTap, endTap, lane);
                default -> throw new IllegalArgumentException("no tile of " + rows + "×" + positions);
            }
        }
    }

    private static void tile4x5(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1] + lane;
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2] + lane;
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        final int x4 = c.xBase + c.tables.xPositions()[position + 4] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, 0 + lane);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, 16 + lane);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, 32 + lane);
        FloatVector s0_3 = FloatVector.fromArray(SPECIES, sums, 48 + lane);
        FloatVector s0_4 = FloatVector.fromArray(SPECIES, sums, 64 + lane);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, 80 + lane);
        FloatVector s1_1 = FloatVector.fromArray(SPECIES, sums, 96 + lane);
        FloatVector s1_2 = FloatVector.fromArray(SPECIES, sums, 112 + lane);
        FloatVector s1_3 = FloatVector.fromArray(SPECIES, sums, 128 + lane);
        FloatVector s1_4 = FloatVector.fromArray(SPECIES, sums, 144 + lane);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, 160 + lane);
        FloatVector s2_1 = FloatVector.fromArray(SPECIES, sums, 176 + lane);
        FloatVector s2_2 = FloatVector.fromArray(SPECIES, sums, 192 + lane);
        FloatVector s2_3 = FloatVector.fromArray(SPECIES, sums, 208 + lane);
        FloatVector s2_4 = FloatVector.fromArray(SPECIES, sums, 224 + lane);
        FloatVector s3_0 = FloatVector.fromArray(SPECIES, sums, 240 + lane);
        FloatVector s3_1 = FloatVector.fromArray(SPECIES, sums, 256 + lane);
        FloatVector s3_2 = FloatVector.fromArray(SPECIES, sums, 272 + lane);
        FloatVector s3_3 = FloatVector.fromArray(SPECIES, sums, 288 + lane);
        FloatVector s3_4 = FloatVector.fromArray(SPECIES, sums, 304 + lane);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector v4 = FloatVector.fromArray(SPECIES, x, x4 + j);
            final FloatVector w0 = FloatVector.fromArray(SPECIES, a, a0 + i);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
            s0_4 = v4.fma(w0, s0_4);
            final FloatVector w1 = FloatVector.fromArray(SPECIES, a, a1 + i);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            s1_2 = v2.fma(w1, s1_2);
            s1_3 = v3.fma(w1, s1_3);
            s1_4 = v4.fma(w1, s1_4);
            final FloatVector w2 = FloatVector.fromArray(SPECIES, a, a2 + i);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            s2_2 = v2.fma(w2, s2_2);
            s2_3 = v3.fma(w2, s2_3);
            s2_4 = v4.fma(w2, s2_4);
            final FloatVector w3 = FloatVector.fromArray(SPECIES, a, a3 + i);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
            s3_2 = v2.fma(w3, s3_2);
            s3_3 = v3.fma(w3, s3_3);
            s3_4 = v4.fma(w3, s3_4);
        }
        s0_0.intoArray(sums, 0 + lane);
        s0_1.intoArray(sums, 16 + lane);
        s0_2.intoArray(sums, 32 + lane);
        s0_3.intoArray(sums, 48 + lane);
        s0_4.intoArray(sums, 64 + lane);
        s1_0.intoArray(sums, 80 + lane);
        s1_1.intoArray(sums, 96 + lane);
        s1_2.intoArray(sums, 112 + lane);
        s1_3.intoArray(sums, 128 + lane);
        s1_4.intoArray(sums, 144 + lane);
        s2_0.intoArray(sums, 160 + lane);
        s2_1.intoArray(sums, 176 + lane);
        s2_2.intoArray(sums, 192 + lane);
        s2_3.intoArray(sums, 208 + lane);
        s2_4.intoArray(sums, 224 + lane);
        s3_0.intoArray(sums, 240 + lane);
        s3_1.intoArray(sums, 256 + lane);
        s3_2.intoArray(sums, 272 + lane);
        s3_3.intoArray(sums, 288 + lane);
        s3_4.intoArray(sums, 304 + lane);
    }

    private static void tile3x5(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1] + lane;
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        final int x4 = c.xBase + c.tables.xPositions()[position + 4] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, 0 + lane);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, 16 + lane);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, 32 + lane);
        FloatVector s0_3 = FloatVector.fromArray(SPECIES, sums, 48 + lane);
        FloatVector s0_4 = FloatVector.fromArray(SPECIES, sums, 64 + lane);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, 80 + lane);
        FloatVector s1_1 = FloatVector.fromArray(SPECIES, sums, 96 + lane);
        FloatVector s1_2 = FloatVector.fromArray(SPECIES, sums, 112 + lane);
        FloatVector s1_3 = FloatVector.fromArray(SPECIES, sums, 128 + lane);
        FloatVector s1_4 = FloatVector.fromArray(SPECIES, sums, 144 + lane);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, 160 + lane);
        FloatVector s2_1 = FloatVector.fromArray(SPECIES, sums, 176 + lane);
        FloatVector s2_2 = FloatVector.fromArray(SPECIES, sums, 192 + lane);
        FloatVector s2_3 = FloatVector.fromArray(SPECIES, sums, 208 + lane);
        FloatVector s2_4 = FloatVector.fromArray(SPECIES, sums, 224 + lane);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector v4 = FloatVector.fromArray(SPECIES, x, x4 + j);
            final FloatVector w0 = FloatVector.fromArray(SPECIES, a, a0 + i);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
            s0_4 = v4.fma(w0, s0_4);
            final FloatVector w1 = FloatVector.fromArray(SPECIES, a, a1 + i);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            s1_2 = v2.fma(w1, s1_2);
            s1_3 = v3.fma(w1, s1_3);
            s1_4 = v4.fma(w1, s1_4);
            final FloatVector w2 = FloatVector.fromArray(SPECIES, a, a2 + i);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            s2_2 = v2.fma(w2, s2_2);
            s2_3 = v3.fma(w2, s2_3);
            s2_4 = v4.fma(w2, s2_4);
        }
        s0_0.intoArray(sums, 0 + lane);
        s0_1.intoArray(sums, 16 + lane);
        s0_2.intoArray(sums, 32 + lane);
        s0_3.intoArray(sums, 48 + lane);
        s0_4.intoArray(sums, 64 + lane);
        s1_0.intoArray(sums, 80 + lane);
        s1_1.intoArray(sums, 96 + lane);
        s1_2.intoArray(sums, 112 + lane);
        s1_3.intoArray(sums, 128 + lane);
        s1_4.intoArray(sums, 144 + lane);
        s2_0.intoArray(sums, 160 + lane);
        s2_1.intoArray(sums, 176 + lane);
        s2_2.intoArray(sums, 192 + lane);
        s2_3.intoArray(sums, 208 + lane);
        s2_4.intoArray(sums, 224 + lane);
    }

    private static void tile4x3(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1] + lane;
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2] + lane;
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, 0 + lane);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, 16 + lane);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, 32 + lane);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, 48 + lane);
        FloatVector s1_1 = FloatVector.fromArray(SPECIES, sums, 64 + lane);
        FloatVector s1_2 = FloatVector.fromArray(SPECIES, sums, 80 + lane);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, 96 + lane);
        FloatVector s2_1 = FloatVector.fromArray(SPECIES, sums, 112 + lane);
        FloatVector s2_2 = FloatVector.fromArray(SPECIES, sums, 128 + lane);
        FloatVector s3_0 = FloatVector.fromArray(SPECIES, sums, 144 + lane);
        FloatVector s3_1 = FloatVector.fromArray(SPECIES, sums, 160 + lane);
        FloatVector s3_2 = FloatVector.fromArray(SPECIES, sums, 176 + lane);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector w0 = FloatVector.fromArray(SPECIES, a, a0 + i);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            final FloatVector w1 = FloatVector.fromArray(SPECIES, a, a1 + i);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            s1_2 = v2.fma(w1, s1_2);
            final FloatVector w2 = FloatVector.fromArray(SPECIES, a, a2 + i);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            s2_2 = v2.fma(w2, s2_2);
            final FloatVector w3 = FloatVector.fromArray(SPECIES, a, a3 + i);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
            s3_2 = v2.fma(w3, s3_2);
        }
        s0_0.intoArray(sums, 0 + lane);
        s0_1.intoArray(sums, 16 + lane);
        s0_2.intoArray(sums, 32 + lane);
        s1_0.intoArray(sums, 48 + lane);
        s1_1.intoArray(sums, 64 + lane);
        s1_2.intoArray(sums, 80 + lane);
        s2_0.intoArray(sums, 96 + lane);
        s2_1.intoArray(sums, 112 + lane);
        s2_2.intoArray(sums, 128 + lane);
        s3_0.intoArray(sums, 144 + lane);
        s3_1.intoArray(sums, 160 + lane);
        s3_2.intoArray(sums, 176 + lane);
    }

    private static void tile1x5(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        final int x4 = c.xBase + c.tables.xPositions()[position + 4] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, 0 + lane);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, 16 + lane);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, 32 + lane);
        FloatVector s0_3 = FloatVector.fromArray(SPECIES, sums, 48 + lane);
        FloatVector s0_4 = FloatVector.fromArray(SPECIES, sums, 64 + lane);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector v4 = FloatVector.fromArray(SPECIES, x, x4 + j);
            final FloatVector w0 = FloatVector.fromArray(SPECIES, a, a0 + i);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
            s0_4 = v4.fma(w0, s0_4);
        }
        s0_0.intoArray(sums, 0 + lane);
        s0_1.intoArray(sums, 16 + lane);
        s0_2.intoArray(sums, 32 + lane);
        s0_3.intoArray(sums, 48 + lane);
        s0_4.intoArray(sums, 64 + lane);
    }

    private static void tile4x1(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1] + lane;
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2] + lane;
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, 0 + lane);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, 16 + lane);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, 32 + lane);
        FloatVector s3_0 = FloatVector.fromArray(SPECIES, sums, 48 + lane);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector w0 = FloatVector.fromArray(SPECIES, a, a0 + i);
            s0_0 = v0.fma(w0, s0_0);
            final FloatVector w1 = FloatVector.fromArray(SPECIES, a, a1 + i);
            s1_0 = v0.fma(w1, s1_0);
            final FloatVector w2 = FloatVector.fromArray(SPECIES, a, a2 + i);
            s2_0 = v0.fma(w2, s2_0);
            final FloatVector w3 = FloatVector.fromArray(SPECIES, a, a3 + i);
            s3_0 = v0.fma(w3, s3_0);
        }
        s0_0.intoArray(sums, 0 + lane);
        s1_0.intoArray(sums, 16 + lane);
        s2_0.intoArray(sums, 32 + lane);
        s3_0.intoArray(sums, 48 + lane);
    }

    private static void tile1x1(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, 0 + lane);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector w0 = FloatVector.fromArray(SPECIES, a, a0 + i);
            s0_0 = v0.fma(w0, s0_0);
        }
        s0_0.intoArray(sums, 0 + lane);
    }
}
