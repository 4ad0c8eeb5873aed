package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.layout.GroupLayout;

/**
 * The innermost loops of the plain kernels' broadcast products, in the one form that C2 turns into vector instructions:
 *
 * <ul>
 *   <li>All arrays have the loop's own index. Otherwise C2 could not tell that no turn reads what an earlier one wrote.
 *       So operands are copied into arrays of their own first.
 *   <li>At most 8 products a turn: C2 unrolls 16 turns to make vectors of them, and gives up on larger ones.
 *   <li>Hundreds of turns: one vector's worth of them, before and after the vectors, runs one by one.
 * </ul>
 */
final class PlainLoops {
    /** The most taps of a loop. */
    static final int TAPS = 8;

    /** The most taps of a loop over lanes times lanes: with their loads, 4 are as much as C2 takes. */
    static final int LANE_TAPS = 4;

    private PlainLoops() {}

    /**
     * Working arrays, one after the other in memory, whose lengths make them lie alike across cache lines: then the
     * loop's first turns, which bring one array to the beginning of a line, bring all of them there.
     */
    static float[][] arrays(int count, int length) {
        final int header = 16 / Float.BYTES;
        final int lines = Math.ceilDiv(length + header, GroupLayout.LANES) + 1;
        return new float[count][lines * GroupLayout.LANES - header];
    }

    /**
     * s[i] += Σ_k x[k][i] · a[k] over the first taps k, the products added in order.
     *
     * @param taps how many, at most {@link #TAPS}
     * @param n how many elements
     */
    static void add(float[] s, float[][] x, float[] a, int taps, int n) {
        if (taps == TAPS) {
            add8(s, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], a, n);
            return;
        }
        int tap = 0;
        for (; tap + 4 <= taps; tap += 4) {
            add4(s, x[tap], x[tap + 1], x[tap + 2], x[tap + 3], a[tap], a[tap + 1], a[tap + 2], a[tap + 3], n);
        }
        for (; tap < taps; tap++) {
            addScaled(s, x[tap], a[tap], n);
        }
    }

    private static void add8(
            float[] s,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float[] x4,
            float[] x5,
            float[] x6,
            float[] x7,
            float[] a,
            int n) {
        final float a0 = a[0];
        final float a1 = a[1];
        final float a2 = a[2];
        final float a3 = a[3];
        final float a4 = a[4];
        final float a5 = a[5];
        final float a6 = a[6];
        final float a7 = a[7];
        for (int i = 0; i < n; i++) {
            final float sum = Math.fma(x3[i], a3, Math.fma(x2[i], a2, Math.fma(x1[i], a1, Math.fma(x0[i], a0, s[i]))));
            s[i] = Math.fma(x7[i], a7, Math.fma(x6[i], a6, Math.fma(x5[i], a5, Math.fma(x4[i], a4, sum))));
        }
    }

    private static void add4(
            float[] s, float[] x0, float[] x1, float[] x2, float[] x3, float a0, float a1, float a2, float a3, int n) {
        for (int i = 0; i < n; i++) {
            s[i] = Math.fma(x3[i], a3, Math.fma(x2[i], a2, Math.fma(x1[i], a1, Math.fma(x0[i], a0, s[i]))));
        }
    }

    /**
     * s[i] += Σ_k x[at + k][i] · a[k][i] over the first taps k, the products added in order.
     *
     * @param taps how many, at most {@link #LANE_TAPS}
     * @param n how many elements
     */
    static void addLanes(float[] s, float[][] x, int at, float[][] a, int taps, int n) {
        if (taps == LANE_TAPS) {
            addLanes4(s, x[at], x[at + 1], x[at + 2], x[at + 3], a[0], a[1], a[2], a[3], n);
            return;
        }
        for (int k = 0; k < taps; k++) {
            addLanes1(s, x[at + k], a[k], n);
        }
    }

    private static void addLanes4(
            float[] s,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float[] a0,
            float[] a1,
            float[] a2,
            float[] a3,
            int n) {
        for (int i = 0; i < n; i++) {
            s[i] = Math.fma(x3[i], a3[i], Math.fma(x2[i], a2[i], Math.fma(x1[i], a1[i], Math.fma(x0[i], a0[i], s[i]))));
        }
    }

    private static void addLanes1(float[] s, float[] x, float[] a, int n) {
        for (int i = 0; i < n; i++) {
            s[i] = Math.fma(x[i], a[i], s[i]);
        }
    }

    /** s[i] += x[i] · a for n elements. */
    static void addScaled(float[] s, float[] x, float a, int n) {
        for (int i = 0; i < n; i++) {
            s[i] = Math.fma(x[i], a, s[i]);
        }
    }
}
