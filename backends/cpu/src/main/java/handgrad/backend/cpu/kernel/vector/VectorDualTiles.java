package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.DualCall;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The tiles of {@link Kernels#dual}, in the manner of {@link VectorBroadcastTiles}. */
final class VectorDualTiles {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;

    private VectorDualTiles() {}

    static void tile(DualCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
        for (int lane = 0; lane < GroupLayout.LANES; lane += SPECIES.length()) {
            switch (shape.code()) {
                case 38 -> tile4x6(c, row, position, firstTap, endTap, lane);
                case 37 -> tile4x5(c, row, position, firstTap, endTap, lane);
                case 29 -> tile3x5(c, row, position, firstTap, endTap, lane);
                case 35 -> tile4x3(c, row, position, firstTap, endTap, lane);
                case 13 -> tile1x5(c, row, position, firstTap, endTap, lane);
                case 33 -> tile4x1(c, row, position, firstTap, endTap, lane);
                case 9 -> tile1x1(c, row, position, firstTap, endTap, lane);
                default -> throw new IllegalArgumentException("no tile " + shape);
            }
        }
    }

    private static void tile4x6(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int at = c.sumsAt + lane;
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
        final int x5 = c.xBase + c.tables.xPositions()[position + 5] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, at + 0);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, at + 16);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, at + 32);
        FloatVector s0_3 = FloatVector.fromArray(SPECIES, sums, at + 48);
        FloatVector s0_4 = FloatVector.fromArray(SPECIES, sums, at + 64);
        FloatVector s0_5 = FloatVector.fromArray(SPECIES, sums, at + 80);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, at + 96);
        FloatVector s1_1 = FloatVector.fromArray(SPECIES, sums, at + 112);
        FloatVector s1_2 = FloatVector.fromArray(SPECIES, sums, at + 128);
        FloatVector s1_3 = FloatVector.fromArray(SPECIES, sums, at + 144);
        FloatVector s1_4 = FloatVector.fromArray(SPECIES, sums, at + 160);
        FloatVector s1_5 = FloatVector.fromArray(SPECIES, sums, at + 176);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, at + 192);
        FloatVector s2_1 = FloatVector.fromArray(SPECIES, sums, at + 208);
        FloatVector s2_2 = FloatVector.fromArray(SPECIES, sums, at + 224);
        FloatVector s2_3 = FloatVector.fromArray(SPECIES, sums, at + 240);
        FloatVector s2_4 = FloatVector.fromArray(SPECIES, sums, at + 256);
        FloatVector s2_5 = FloatVector.fromArray(SPECIES, sums, at + 272);
        FloatVector s3_0 = FloatVector.fromArray(SPECIES, sums, at + 288);
        FloatVector s3_1 = FloatVector.fromArray(SPECIES, sums, at + 304);
        FloatVector s3_2 = FloatVector.fromArray(SPECIES, sums, at + 320);
        FloatVector s3_3 = FloatVector.fromArray(SPECIES, sums, at + 336);
        FloatVector s3_4 = FloatVector.fromArray(SPECIES, sums, at + 352);
        FloatVector s3_5 = FloatVector.fromArray(SPECIES, sums, at + 368);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector v4 = FloatVector.fromArray(SPECIES, x, x4 + j);
            final FloatVector v5 = FloatVector.fromArray(SPECIES, x, x5 + j);
            final FloatVector w0 = FloatVector.fromArray(SPECIES, a, a0 + i);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
            s0_4 = v4.fma(w0, s0_4);
            s0_5 = v5.fma(w0, s0_5);
            final FloatVector w1 = FloatVector.fromArray(SPECIES, a, a1 + i);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            s1_2 = v2.fma(w1, s1_2);
            s1_3 = v3.fma(w1, s1_3);
            s1_4 = v4.fma(w1, s1_4);
            s1_5 = v5.fma(w1, s1_5);
            final FloatVector w2 = FloatVector.fromArray(SPECIES, a, a2 + i);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            s2_2 = v2.fma(w2, s2_2);
            s2_3 = v3.fma(w2, s2_3);
            s2_4 = v4.fma(w2, s2_4);
            s2_5 = v5.fma(w2, s2_5);
            final FloatVector w3 = FloatVector.fromArray(SPECIES, a, a3 + i);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
            s3_2 = v2.fma(w3, s3_2);
            s3_3 = v3.fma(w3, s3_3);
            s3_4 = v4.fma(w3, s3_4);
            s3_5 = v5.fma(w3, s3_5);
        }
        s0_0.intoArray(sums, at + 0);
        s0_1.intoArray(sums, at + 16);
        s0_2.intoArray(sums, at + 32);
        s0_3.intoArray(sums, at + 48);
        s0_4.intoArray(sums, at + 64);
        s0_5.intoArray(sums, at + 80);
        s1_0.intoArray(sums, at + 96);
        s1_1.intoArray(sums, at + 112);
        s1_2.intoArray(sums, at + 128);
        s1_3.intoArray(sums, at + 144);
        s1_4.intoArray(sums, at + 160);
        s1_5.intoArray(sums, at + 176);
        s2_0.intoArray(sums, at + 192);
        s2_1.intoArray(sums, at + 208);
        s2_2.intoArray(sums, at + 224);
        s2_3.intoArray(sums, at + 240);
        s2_4.intoArray(sums, at + 256);
        s2_5.intoArray(sums, at + 272);
        s3_0.intoArray(sums, at + 288);
        s3_1.intoArray(sums, at + 304);
        s3_2.intoArray(sums, at + 320);
        s3_3.intoArray(sums, at + 336);
        s3_4.intoArray(sums, at + 352);
        s3_5.intoArray(sums, at + 368);
    }

    private static void tile4x5(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int at = c.sumsAt + lane;
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
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, at + 0);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, at + 16);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, at + 32);
        FloatVector s0_3 = FloatVector.fromArray(SPECIES, sums, at + 48);
        FloatVector s0_4 = FloatVector.fromArray(SPECIES, sums, at + 64);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, at + 80);
        FloatVector s1_1 = FloatVector.fromArray(SPECIES, sums, at + 96);
        FloatVector s1_2 = FloatVector.fromArray(SPECIES, sums, at + 112);
        FloatVector s1_3 = FloatVector.fromArray(SPECIES, sums, at + 128);
        FloatVector s1_4 = FloatVector.fromArray(SPECIES, sums, at + 144);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, at + 160);
        FloatVector s2_1 = FloatVector.fromArray(SPECIES, sums, at + 176);
        FloatVector s2_2 = FloatVector.fromArray(SPECIES, sums, at + 192);
        FloatVector s2_3 = FloatVector.fromArray(SPECIES, sums, at + 208);
        FloatVector s2_4 = FloatVector.fromArray(SPECIES, sums, at + 224);
        FloatVector s3_0 = FloatVector.fromArray(SPECIES, sums, at + 240);
        FloatVector s3_1 = FloatVector.fromArray(SPECIES, sums, at + 256);
        FloatVector s3_2 = FloatVector.fromArray(SPECIES, sums, at + 272);
        FloatVector s3_3 = FloatVector.fromArray(SPECIES, sums, at + 288);
        FloatVector s3_4 = FloatVector.fromArray(SPECIES, sums, at + 304);
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
        s0_0.intoArray(sums, at + 0);
        s0_1.intoArray(sums, at + 16);
        s0_2.intoArray(sums, at + 32);
        s0_3.intoArray(sums, at + 48);
        s0_4.intoArray(sums, at + 64);
        s1_0.intoArray(sums, at + 80);
        s1_1.intoArray(sums, at + 96);
        s1_2.intoArray(sums, at + 112);
        s1_3.intoArray(sums, at + 128);
        s1_4.intoArray(sums, at + 144);
        s2_0.intoArray(sums, at + 160);
        s2_1.intoArray(sums, at + 176);
        s2_2.intoArray(sums, at + 192);
        s2_3.intoArray(sums, at + 208);
        s2_4.intoArray(sums, at + 224);
        s3_0.intoArray(sums, at + 240);
        s3_1.intoArray(sums, at + 256);
        s3_2.intoArray(sums, at + 272);
        s3_3.intoArray(sums, at + 288);
        s3_4.intoArray(sums, at + 304);
    }

    private static void tile3x5(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int at = c.sumsAt + lane;
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
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, at + 0);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, at + 16);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, at + 32);
        FloatVector s0_3 = FloatVector.fromArray(SPECIES, sums, at + 48);
        FloatVector s0_4 = FloatVector.fromArray(SPECIES, sums, at + 64);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, at + 80);
        FloatVector s1_1 = FloatVector.fromArray(SPECIES, sums, at + 96);
        FloatVector s1_2 = FloatVector.fromArray(SPECIES, sums, at + 112);
        FloatVector s1_3 = FloatVector.fromArray(SPECIES, sums, at + 128);
        FloatVector s1_4 = FloatVector.fromArray(SPECIES, sums, at + 144);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, at + 160);
        FloatVector s2_1 = FloatVector.fromArray(SPECIES, sums, at + 176);
        FloatVector s2_2 = FloatVector.fromArray(SPECIES, sums, at + 192);
        FloatVector s2_3 = FloatVector.fromArray(SPECIES, sums, at + 208);
        FloatVector s2_4 = FloatVector.fromArray(SPECIES, sums, at + 224);
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
        s0_0.intoArray(sums, at + 0);
        s0_1.intoArray(sums, at + 16);
        s0_2.intoArray(sums, at + 32);
        s0_3.intoArray(sums, at + 48);
        s0_4.intoArray(sums, at + 64);
        s1_0.intoArray(sums, at + 80);
        s1_1.intoArray(sums, at + 96);
        s1_2.intoArray(sums, at + 112);
        s1_3.intoArray(sums, at + 128);
        s1_4.intoArray(sums, at + 144);
        s2_0.intoArray(sums, at + 160);
        s2_1.intoArray(sums, at + 176);
        s2_2.intoArray(sums, at + 192);
        s2_3.intoArray(sums, at + 208);
        s2_4.intoArray(sums, at + 224);
    }

    private static void tile4x3(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int at = c.sumsAt + lane;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1] + lane;
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2] + lane;
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, at + 0);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, at + 16);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, at + 32);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, at + 48);
        FloatVector s1_1 = FloatVector.fromArray(SPECIES, sums, at + 64);
        FloatVector s1_2 = FloatVector.fromArray(SPECIES, sums, at + 80);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, at + 96);
        FloatVector s2_1 = FloatVector.fromArray(SPECIES, sums, at + 112);
        FloatVector s2_2 = FloatVector.fromArray(SPECIES, sums, at + 128);
        FloatVector s3_0 = FloatVector.fromArray(SPECIES, sums, at + 144);
        FloatVector s3_1 = FloatVector.fromArray(SPECIES, sums, at + 160);
        FloatVector s3_2 = FloatVector.fromArray(SPECIES, sums, at + 176);
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
        s0_0.intoArray(sums, at + 0);
        s0_1.intoArray(sums, at + 16);
        s0_2.intoArray(sums, at + 32);
        s1_0.intoArray(sums, at + 48);
        s1_1.intoArray(sums, at + 64);
        s1_2.intoArray(sums, at + 80);
        s2_0.intoArray(sums, at + 96);
        s2_1.intoArray(sums, at + 112);
        s2_2.intoArray(sums, at + 128);
        s3_0.intoArray(sums, at + 144);
        s3_1.intoArray(sums, at + 160);
        s3_2.intoArray(sums, at + 176);
    }

    private static void tile1x5(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int at = c.sumsAt + lane;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        final int x4 = c.xBase + c.tables.xPositions()[position + 4] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, at + 0);
        FloatVector s0_1 = FloatVector.fromArray(SPECIES, sums, at + 16);
        FloatVector s0_2 = FloatVector.fromArray(SPECIES, sums, at + 32);
        FloatVector s0_3 = FloatVector.fromArray(SPECIES, sums, at + 48);
        FloatVector s0_4 = FloatVector.fromArray(SPECIES, sums, at + 64);
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
        s0_0.intoArray(sums, at + 0);
        s0_1.intoArray(sums, at + 16);
        s0_2.intoArray(sums, at + 32);
        s0_3.intoArray(sums, at + 48);
        s0_4.intoArray(sums, at + 64);
    }

    private static void tile4x1(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int at = c.sumsAt + lane;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1] + lane;
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2] + lane;
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, at + 0);
        FloatVector s1_0 = FloatVector.fromArray(SPECIES, sums, at + 16);
        FloatVector s2_0 = FloatVector.fromArray(SPECIES, sums, at + 32);
        FloatVector s3_0 = FloatVector.fromArray(SPECIES, sums, at + 48);
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
        s0_0.intoArray(sums, at + 0);
        s1_0.intoArray(sums, at + 16);
        s2_0.intoArray(sums, at + 32);
        s3_0.intoArray(sums, at + 48);
    }

    private static void tile1x1(DualCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final float[] sums = c.sums;
        final int at = c.sumsAt + lane;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0] + lane;
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        FloatVector s0_0 = FloatVector.fromArray(SPECIES, sums, at + 0);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector w0 = FloatVector.fromArray(SPECIES, a, a0 + i);
            s0_0 = v0.fma(w0, s0_0);
        }
        s0_0.intoArray(sums, at + 0);
    }
}
