package handgrad.host.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link Kernels#broadcast}: a method {@code tileRxP} keeps R rows times P positions of sums in registers. The loop over the taps is
 * flat, and the methods are written out, because C2 keeps vectors in registers only through one level of loop, only for local variables, and
 * only up to about 24 fused multiply-adds (25 were measured to work). The text is regular; nothing but the size differs.
 */
final class VectorBroadcastTiles {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;

    private VectorBroadcastTiles() {}

    static void tile(BroadcastCall c, int rows, int positions, int row, int position, int firstTap, int endTap) {
        for (int lane = 0; lane < Grid.LANES; lane += SPECIES.length()) {
            switch (rows * 8 + positions) {
                case 38 -> tile4x6(c, row, position, firstTap, endTap, lane);
                case 45 -> tile5x5(c, row, position, firstTap, endTap, lane);
                case 52 -> tile6x4(c, row, position, firstTap, endTap, lane);
                case 36 -> tile4x4(c, row, position, firstTap, endTap, lane);
                case 12 -> tile1x4(c, row, position, firstTap, endTap, lane);
                case 50 -> tile6x2(c, row, position, firstTap, endTap, lane);
                case 34 -> tile4x2(c, row, position, firstTap, endTap, lane);
                case 10 -> tile1x2(c, row, position, firstTap, endTap, lane);
                case 97 -> tile12x1(c, row, position, firstTap, endTap, lane);
                case 33 -> tile4x1(c, row, position, firstTap, endTap, lane);
                case 9 -> tile1x1(c, row, position, firstTap, endTap, lane);
                default -> throw new IllegalArgumentException("no tile of " + rows + "×" + positions);
            }
        }
    }

    private static void tile4x6(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2];
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        final int x4 = c.xBase + c.tables.xPositions()[position + 4] + lane;
        final int x5 = c.xBase + c.tables.xPositions()[position + 5] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_5 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s1_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_5 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s2_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_5 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s3_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_5 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector v4 = FloatVector.fromArray(SPECIES, x, x4 + j);
            final FloatVector v5 = FloatVector.fromArray(SPECIES, x, x5 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
            s0_4 = v4.fma(w0, s0_4);
            s0_5 = v5.fma(w0, s0_5);
            final FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + i]);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            s1_2 = v2.fma(w1, s1_2);
            s1_3 = v3.fma(w1, s1_3);
            s1_4 = v4.fma(w1, s1_4);
            s1_5 = v5.fma(w1, s1_5);
            final FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + i]);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            s2_2 = v2.fma(w2, s2_2);
            s2_3 = v3.fma(w2, s2_3);
            s2_4 = v4.fma(w2, s2_4);
            s2_5 = v5.fma(w2, s2_5);
            final FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + i]);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
            s3_2 = v2.fma(w3, s3_2);
            s3_3 = v3.fma(w3, s3_3);
            s3_4 = v4.fma(w3, s3_4);
            s3_5 = v5.fma(w3, s3_5);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int y1 = c.yBase + c.tables.yPositions()[position + 1] + lane;
        final int y2 = c.yBase + c.tables.yPositions()[position + 2] + lane;
        final int y3 = c.yBase + c.tables.yPositions()[position + 3] + lane;
        final int y4 = c.yBase + c.tables.yPositions()[position + 4] + lane;
        final int y5 = c.yBase + c.tables.yPositions()[position + 5] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        store(c, s0_1, y1 + r0);
        store(c, s0_2, y2 + r0);
        store(c, s0_3, y3 + r0);
        store(c, s0_4, y4 + r0);
        store(c, s0_5, y5 + r0);
        final int r1 = c.tables.yRows()[row + 1];
        store(c, s1_0, y0 + r1);
        store(c, s1_1, y1 + r1);
        store(c, s1_2, y2 + r1);
        store(c, s1_3, y3 + r1);
        store(c, s1_4, y4 + r1);
        store(c, s1_5, y5 + r1);
        final int r2 = c.tables.yRows()[row + 2];
        store(c, s2_0, y0 + r2);
        store(c, s2_1, y1 + r2);
        store(c, s2_2, y2 + r2);
        store(c, s2_3, y3 + r2);
        store(c, s2_4, y4 + r2);
        store(c, s2_5, y5 + r2);
        final int r3 = c.tables.yRows()[row + 3];
        store(c, s3_0, y0 + r3);
        store(c, s3_1, y1 + r3);
        store(c, s3_2, y2 + r3);
        store(c, s3_3, y3 + r3);
        store(c, s3_4, y4 + r3);
        store(c, s3_5, y5 + r3);
    }

    private static void tile5x5(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2];
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3];
        final int a4 = c.aBase + c.tables.aRows()[c.firstARow + row + 4];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        final int x4 = c.xBase + c.tables.xPositions()[position + 4] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s1_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s2_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s3_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s4_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s4_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s4_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s4_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s4_4 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector v4 = FloatVector.fromArray(SPECIES, x, x4 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
            s0_4 = v4.fma(w0, s0_4);
            final FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + i]);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            s1_2 = v2.fma(w1, s1_2);
            s1_3 = v3.fma(w1, s1_3);
            s1_4 = v4.fma(w1, s1_4);
            final FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + i]);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            s2_2 = v2.fma(w2, s2_2);
            s2_3 = v3.fma(w2, s2_3);
            s2_4 = v4.fma(w2, s2_4);
            final FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + i]);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
            s3_2 = v2.fma(w3, s3_2);
            s3_3 = v3.fma(w3, s3_3);
            s3_4 = v4.fma(w3, s3_4);
            final FloatVector w4 = FloatVector.broadcast(SPECIES, a[a4 + i]);
            s4_0 = v0.fma(w4, s4_0);
            s4_1 = v1.fma(w4, s4_1);
            s4_2 = v2.fma(w4, s4_2);
            s4_3 = v3.fma(w4, s4_3);
            s4_4 = v4.fma(w4, s4_4);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int y1 = c.yBase + c.tables.yPositions()[position + 1] + lane;
        final int y2 = c.yBase + c.tables.yPositions()[position + 2] + lane;
        final int y3 = c.yBase + c.tables.yPositions()[position + 3] + lane;
        final int y4 = c.yBase + c.tables.yPositions()[position + 4] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        store(c, s0_1, y1 + r0);
        store(c, s0_2, y2 + r0);
        store(c, s0_3, y3 + r0);
        store(c, s0_4, y4 + r0);
        final int r1 = c.tables.yRows()[row + 1];
        store(c, s1_0, y0 + r1);
        store(c, s1_1, y1 + r1);
        store(c, s1_2, y2 + r1);
        store(c, s1_3, y3 + r1);
        store(c, s1_4, y4 + r1);
        final int r2 = c.tables.yRows()[row + 2];
        store(c, s2_0, y0 + r2);
        store(c, s2_1, y1 + r2);
        store(c, s2_2, y2 + r2);
        store(c, s2_3, y3 + r2);
        store(c, s2_4, y4 + r2);
        final int r3 = c.tables.yRows()[row + 3];
        store(c, s3_0, y0 + r3);
        store(c, s3_1, y1 + r3);
        store(c, s3_2, y2 + r3);
        store(c, s3_3, y3 + r3);
        store(c, s3_4, y4 + r3);
        final int r4 = c.tables.yRows()[row + 4];
        store(c, s4_0, y0 + r4);
        store(c, s4_1, y1 + r4);
        store(c, s4_2, y2 + r4);
        store(c, s4_3, y3 + r4);
        store(c, s4_4, y4 + r4);
    }

    private static void tile6x4(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2];
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3];
        final int a4 = c.aBase + c.tables.aRows()[c.firstARow + row + 4];
        final int a5 = c.aBase + c.tables.aRows()[c.firstARow + row + 5];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s1_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s2_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s3_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s4_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s4_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s4_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s4_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s5_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 5]);
        FloatVector s5_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 5]);
        FloatVector s5_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 5]);
        FloatVector s5_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 5]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
            final FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + i]);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            s1_2 = v2.fma(w1, s1_2);
            s1_3 = v3.fma(w1, s1_3);
            final FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + i]);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            s2_2 = v2.fma(w2, s2_2);
            s2_3 = v3.fma(w2, s2_3);
            final FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + i]);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
            s3_2 = v2.fma(w3, s3_2);
            s3_3 = v3.fma(w3, s3_3);
            final FloatVector w4 = FloatVector.broadcast(SPECIES, a[a4 + i]);
            s4_0 = v0.fma(w4, s4_0);
            s4_1 = v1.fma(w4, s4_1);
            s4_2 = v2.fma(w4, s4_2);
            s4_3 = v3.fma(w4, s4_3);
            final FloatVector w5 = FloatVector.broadcast(SPECIES, a[a5 + i]);
            s5_0 = v0.fma(w5, s5_0);
            s5_1 = v1.fma(w5, s5_1);
            s5_2 = v2.fma(w5, s5_2);
            s5_3 = v3.fma(w5, s5_3);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int y1 = c.yBase + c.tables.yPositions()[position + 1] + lane;
        final int y2 = c.yBase + c.tables.yPositions()[position + 2] + lane;
        final int y3 = c.yBase + c.tables.yPositions()[position + 3] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        store(c, s0_1, y1 + r0);
        store(c, s0_2, y2 + r0);
        store(c, s0_3, y3 + r0);
        final int r1 = c.tables.yRows()[row + 1];
        store(c, s1_0, y0 + r1);
        store(c, s1_1, y1 + r1);
        store(c, s1_2, y2 + r1);
        store(c, s1_3, y3 + r1);
        final int r2 = c.tables.yRows()[row + 2];
        store(c, s2_0, y0 + r2);
        store(c, s2_1, y1 + r2);
        store(c, s2_2, y2 + r2);
        store(c, s2_3, y3 + r2);
        final int r3 = c.tables.yRows()[row + 3];
        store(c, s3_0, y0 + r3);
        store(c, s3_1, y1 + r3);
        store(c, s3_2, y2 + r3);
        store(c, s3_3, y3 + r3);
        final int r4 = c.tables.yRows()[row + 4];
        store(c, s4_0, y0 + r4);
        store(c, s4_1, y1 + r4);
        store(c, s4_2, y2 + r4);
        store(c, s4_3, y3 + r4);
        final int r5 = c.tables.yRows()[row + 5];
        store(c, s5_0, y0 + r5);
        store(c, s5_1, y1 + r5);
        store(c, s5_2, y2 + r5);
        store(c, s5_3, y3 + r5);
    }

    private static void tile4x4(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2];
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s1_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s2_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s3_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
            final FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + i]);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            s1_2 = v2.fma(w1, s1_2);
            s1_3 = v3.fma(w1, s1_3);
            final FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + i]);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            s2_2 = v2.fma(w2, s2_2);
            s2_3 = v3.fma(w2, s2_3);
            final FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + i]);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
            s3_2 = v2.fma(w3, s3_2);
            s3_3 = v3.fma(w3, s3_3);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int y1 = c.yBase + c.tables.yPositions()[position + 1] + lane;
        final int y2 = c.yBase + c.tables.yPositions()[position + 2] + lane;
        final int y3 = c.yBase + c.tables.yPositions()[position + 3] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        store(c, s0_1, y1 + r0);
        store(c, s0_2, y2 + r0);
        store(c, s0_3, y3 + r0);
        final int r1 = c.tables.yRows()[row + 1];
        store(c, s1_0, y0 + r1);
        store(c, s1_1, y1 + r1);
        store(c, s1_2, y2 + r1);
        store(c, s1_3, y3 + r1);
        final int r2 = c.tables.yRows()[row + 2];
        store(c, s2_0, y0 + r2);
        store(c, s2_1, y1 + r2);
        store(c, s2_2, y2 + r2);
        store(c, s2_3, y3 + r2);
        final int r3 = c.tables.yRows()[row + 3];
        store(c, s3_0, y0 + r3);
        store(c, s3_1, y1 + r3);
        store(c, s3_2, y2 + r3);
        store(c, s3_3, y3 + r3);
    }

    private static void tile1x4(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        final int x2 = c.xBase + c.tables.xPositions()[position + 2] + lane;
        final int x3 = c.xBase + c.tables.xPositions()[position + 3] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_2 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_3 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + j);
            final FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            s0_2 = v2.fma(w0, s0_2);
            s0_3 = v3.fma(w0, s0_3);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int y1 = c.yBase + c.tables.yPositions()[position + 1] + lane;
        final int y2 = c.yBase + c.tables.yPositions()[position + 2] + lane;
        final int y3 = c.yBase + c.tables.yPositions()[position + 3] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        store(c, s0_1, y1 + r0);
        store(c, s0_2, y2 + r0);
        store(c, s0_3, y3 + r0);
    }

    private static void tile6x2(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2];
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3];
        final int a4 = c.aBase + c.tables.aRows()[c.firstARow + row + 4];
        final int a5 = c.aBase + c.tables.aRows()[c.firstARow + row + 5];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s1_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s2_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s3_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s4_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s4_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s5_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 5]);
        FloatVector s5_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 5]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            final FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + i]);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            final FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + i]);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            final FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + i]);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
            final FloatVector w4 = FloatVector.broadcast(SPECIES, a[a4 + i]);
            s4_0 = v0.fma(w4, s4_0);
            s4_1 = v1.fma(w4, s4_1);
            final FloatVector w5 = FloatVector.broadcast(SPECIES, a[a5 + i]);
            s5_0 = v0.fma(w5, s5_0);
            s5_1 = v1.fma(w5, s5_1);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int y1 = c.yBase + c.tables.yPositions()[position + 1] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        store(c, s0_1, y1 + r0);
        final int r1 = c.tables.yRows()[row + 1];
        store(c, s1_0, y0 + r1);
        store(c, s1_1, y1 + r1);
        final int r2 = c.tables.yRows()[row + 2];
        store(c, s2_0, y0 + r2);
        store(c, s2_1, y1 + r2);
        final int r3 = c.tables.yRows()[row + 3];
        store(c, s3_0, y0 + r3);
        store(c, s3_1, y1 + r3);
        final int r4 = c.tables.yRows()[row + 4];
        store(c, s4_0, y0 + r4);
        store(c, s4_1, y1 + r4);
        final int r5 = c.tables.yRows()[row + 5];
        store(c, s5_0, y0 + r5);
        store(c, s5_1, y1 + r5);
    }

    private static void tile4x2(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2];
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s1_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s1_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s2_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s2_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s3_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s3_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
            final FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + i]);
            s1_0 = v0.fma(w1, s1_0);
            s1_1 = v1.fma(w1, s1_1);
            final FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + i]);
            s2_0 = v0.fma(w2, s2_0);
            s2_1 = v1.fma(w2, s2_1);
            final FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + i]);
            s3_0 = v0.fma(w3, s3_0);
            s3_1 = v1.fma(w3, s3_1);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int y1 = c.yBase + c.tables.yPositions()[position + 1] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        store(c, s0_1, y1 + r0);
        final int r1 = c.tables.yRows()[row + 1];
        store(c, s1_0, y0 + r1);
        store(c, s1_1, y1 + r1);
        final int r2 = c.tables.yRows()[row + 2];
        store(c, s2_0, y0 + r2);
        store(c, s2_1, y1 + r2);
        final int r3 = c.tables.yRows()[row + 3];
        store(c, s3_0, y0 + r3);
        store(c, s3_1, y1 + r3);
    }

    private static void tile1x2(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        final int x1 = c.xBase + c.tables.xPositions()[position + 1] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s0_1 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            s0_1 = v1.fma(w0, s0_1);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int y1 = c.yBase + c.tables.yPositions()[position + 1] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        store(c, s0_1, y1 + r0);
    }

    private static void tile12x1(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2];
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3];
        final int a4 = c.aBase + c.tables.aRows()[c.firstARow + row + 4];
        final int a5 = c.aBase + c.tables.aRows()[c.firstARow + row + 5];
        final int a6 = c.aBase + c.tables.aRows()[c.firstARow + row + 6];
        final int a7 = c.aBase + c.tables.aRows()[c.firstARow + row + 7];
        final int a8 = c.aBase + c.tables.aRows()[c.firstARow + row + 8];
        final int a9 = c.aBase + c.tables.aRows()[c.firstARow + row + 9];
        final int a10 = c.aBase + c.tables.aRows()[c.firstARow + row + 10];
        final int a11 = c.aBase + c.tables.aRows()[c.firstARow + row + 11];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s1_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s2_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s3_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        FloatVector s4_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 4]);
        FloatVector s5_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 5]);
        FloatVector s6_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 6]);
        FloatVector s7_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 7]);
        FloatVector s8_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 8]);
        FloatVector s9_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 9]);
        FloatVector s10_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 10]);
        FloatVector s11_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 11]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            final FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + i]);
            s1_0 = v0.fma(w1, s1_0);
            final FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + i]);
            s2_0 = v0.fma(w2, s2_0);
            final FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + i]);
            s3_0 = v0.fma(w3, s3_0);
            final FloatVector w4 = FloatVector.broadcast(SPECIES, a[a4 + i]);
            s4_0 = v0.fma(w4, s4_0);
            final FloatVector w5 = FloatVector.broadcast(SPECIES, a[a5 + i]);
            s5_0 = v0.fma(w5, s5_0);
            final FloatVector w6 = FloatVector.broadcast(SPECIES, a[a6 + i]);
            s6_0 = v0.fma(w6, s6_0);
            final FloatVector w7 = FloatVector.broadcast(SPECIES, a[a7 + i]);
            s7_0 = v0.fma(w7, s7_0);
            final FloatVector w8 = FloatVector.broadcast(SPECIES, a[a8 + i]);
            s8_0 = v0.fma(w8, s8_0);
            final FloatVector w9 = FloatVector.broadcast(SPECIES, a[a9 + i]);
            s9_0 = v0.fma(w9, s9_0);
            final FloatVector w10 = FloatVector.broadcast(SPECIES, a[a10 + i]);
            s10_0 = v0.fma(w10, s10_0);
            final FloatVector w11 = FloatVector.broadcast(SPECIES, a[a11 + i]);
            s11_0 = v0.fma(w11, s11_0);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        final int r1 = c.tables.yRows()[row + 1];
        store(c, s1_0, y0 + r1);
        final int r2 = c.tables.yRows()[row + 2];
        store(c, s2_0, y0 + r2);
        final int r3 = c.tables.yRows()[row + 3];
        store(c, s3_0, y0 + r3);
        final int r4 = c.tables.yRows()[row + 4];
        store(c, s4_0, y0 + r4);
        final int r5 = c.tables.yRows()[row + 5];
        store(c, s5_0, y0 + r5);
        final int r6 = c.tables.yRows()[row + 6];
        store(c, s6_0, y0 + r6);
        final int r7 = c.tables.yRows()[row + 7];
        store(c, s7_0, y0 + r7);
        final int r8 = c.tables.yRows()[row + 8];
        store(c, s8_0, y0 + r8);
        final int r9 = c.tables.yRows()[row + 9];
        store(c, s9_0, y0 + r9);
        final int r10 = c.tables.yRows()[row + 10];
        store(c, s10_0, y0 + r10);
        final int r11 = c.tables.yRows()[row + 11];
        store(c, s11_0, y0 + r11);
    }

    private static void tile4x1(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int a1 = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        final int a2 = c.aBase + c.tables.aRows()[c.firstARow + row + 2];
        final int a3 = c.aBase + c.tables.aRows()[c.firstARow + row + 3];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        FloatVector s1_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 1]);
        FloatVector s2_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 2]);
        FloatVector s3_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 3]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
            final FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + i]);
            s1_0 = v0.fma(w1, s1_0);
            final FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + i]);
            s2_0 = v0.fma(w2, s2_0);
            final FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + i]);
            s3_0 = v0.fma(w3, s3_0);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
        final int r1 = c.tables.yRows()[row + 1];
        store(c, s1_0, y0 + r1);
        final int r2 = c.tables.yRows()[row + 2];
        store(c, s2_0, y0 + r2);
        final int r3 = c.tables.yRows()[row + 3];
        store(c, s3_0, y0 + r3);
    }

    private static void tile1x1(BroadcastCall c, int row, int position, int firstTap, int endTap, int lane) {
        final float[] a = c.a;
        final float[] x = c.x;
        final int[] aTaps = c.tables.aTaps();
        final int[] xTaps = c.tables.xTaps();
        final int a0 = c.aBase + c.tables.aRows()[c.firstARow + row + 0];
        final int x0 = c.xBase + c.tables.xPositions()[position + 0] + lane;
        FloatVector s0_0 = FloatVector.broadcast(SPECIES, c.init[c.initBase + row + 0]);
        for (int k = firstTap; k < endTap; k++) {
            final int i = aTaps[k];
            final int j = xTaps[k];
            final FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + j);
            final FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + i]);
            s0_0 = v0.fma(w0, s0_0);
        }
        final int y0 = c.yBase + c.tables.yPositions()[position + 0] + lane;
        final int r0 = c.tables.yRows()[row + 0];
        store(c, s0_0, y0 + r0);
    }

    private static void store(BroadcastCall c, FloatVector sum, int to) {
        if (c.accumulate) {
            FloatVector.fromArray(SPECIES, c.y, to).add(sum).intoArray(c.y, to);
        } else {
            sum.intoArray(c.y, to);
        }
    }
}
