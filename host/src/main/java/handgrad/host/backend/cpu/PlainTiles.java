package handgrad.host.backend.cpu;

/**
 * The tiles of {@link Kernels#broadcast} and {@link Kernels#dual} in plain loops. The compiler turns a loop into vector instructions only if it can see
 * that what is written is not read by a later turn: with separate arrays that all have the loop's own index. So the operands of four taps are
 * copied into such arrays first, which costs less than it gains. The order of the operations on each sum is that of the other kernels.
 */
final class PlainTiles {
    private static final int LANES = Grid.LANES;
    /** How many taps are taken together. */
    private static final int TAPS = 4;

    /** The most rows, and the most positions, of a tile. */
    private static final int MOST = 12;

    private final float[][] x = new float[TAPS][MOST * LANES];
    private final float[][] sums = new float[MOST][MOST * LANES];
    /** For a dual tile: the lanes of four taps by row and by position, and those of the sums by row and position. */
    private final float[][][] rowLanes = new float[MOST][TAPS][LANES];

    private final float[][] positionLanes = new float[MOST * TAPS][LANES];
    private final float[][] laneSums = new float[Tiling.LARGEST_TILE][LANES];

    void broadcast(BroadcastCall c, int rows, int positions, int row, int position, int firstTap, int endTap) {
        final BroadcastTables tables = c.tables;
        final int n = positions * LANES;
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < positions; p++) {
                final int at = c.initBase + tables.initRows()[row + r] + tables.initPositions()[position + p];
                System.arraycopy(c.init, at, sums[r], p * LANES, LANES);
            }
        }
        int tap = firstTap;
        for (; tap + TAPS <= endTap; tap += TAPS) {
            for (int t = 0; t < TAPS; t++) {
                copyPositions(c, tables.xTaps()[tap + t], position, positions, x[t]);
            }
            int r = 0;
            for (; r + 2 <= rows; r += 2) {
                addTwoRows(c, row + r, tap, sums[r], sums[r + 1], n);
            }
            if (r < rows) {
                addRow(c, row + r, tap, sums[r], n);
            }
        }
        for (; tap < endTap; tap++) {
            copyPositions(c, tables.xTaps()[tap], position, positions, x[0]);
            for (int r = 0; r < rows; r++) {
                add(sums[r], x[0], c.a[aAt(c, row + r, tap)], n);
            }
        }
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < positions; p++) {
                final int to = c.yBase + tables.yRows()[row + r] + tables.yPositions()[position + p];
                System.arraycopy(sums[r], p * LANES, c.y, to, LANES);
            }
        }
    }

    private static int aAt(BroadcastCall c, int row, int tap) {
        return c.aBase + c.tables.aRows()[c.firstARow + row] + c.tables.aTaps()[tap];
    }

    /** Copies the lanes of a tap at all positions; in one go where they follow each other. */
    private static void copyPositions(BroadcastCall c, int tap, int position, int positions, float[] to) {
        final int[] at = c.tables.xPositions();
        final int last = position + positions - 1;
        if (at[last] - at[position] == (positions - 1) * LANES
                && positions > 1
                && at[position + 1] - at[position] == LANES) {
            System.arraycopy(c.x, c.xBase + at[position] + tap, to, 0, positions * LANES);
        } else {
            for (int p = 0; p < positions; p++) {
                System.arraycopy(c.x, c.xBase + at[position + p] + tap, to, p * LANES, LANES);
            }
        }
    }

    private void addTwoRows(BroadcastCall c, int row, int tap, float[] first, float[] second, int n) {
        final int[] taps = c.tables.aTaps();
        final int a = c.aBase + c.tables.aRows()[c.firstARow + row];
        final int b = c.aBase + c.tables.aRows()[c.firstARow + row + 1];
        multiplyTwo(
                first,
                second,
                x[0],
                x[1],
                x[2],
                x[3],
                c.a[a + taps[tap]],
                c.a[a + taps[tap + 1]],
                c.a[a + taps[tap + 2]],
                c.a[a + taps[tap + 3]],
                c.a[b + taps[tap]],
                c.a[b + taps[tap + 1]],
                c.a[b + taps[tap + 2]],
                c.a[b + taps[tap + 3]],
                n);
    }

    private void addRow(BroadcastCall c, int row, int tap, float[] sum, int n) {
        final float a0 = c.a[aAt(c, row, tap)];
        final float a1 = c.a[aAt(c, row, tap + 1)];
        final float a2 = c.a[aAt(c, row, tap + 2)];
        final float a3 = c.a[aAt(c, row, tap + 3)];
        multiply(sum, x[0], x[1], x[2], x[3], a0, a1, a2, a3, n);
    }

    private static void multiplyTwo(
            float[] s,
            float[] t,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float a0,
            float a1,
            float a2,
            float a3,
            float b0,
            float b1,
            float b2,
            float b3,
            int n) {
        for (int i = 0; i < n; i++) {
            s[i] = Math.fma(x3[i], a3, Math.fma(x2[i], a2, Math.fma(x1[i], a1, Math.fma(x0[i], a0, s[i]))));
            t[i] = Math.fma(x3[i], b3, Math.fma(x2[i], b2, Math.fma(x1[i], b1, Math.fma(x0[i], b0, t[i]))));
        }
    }

    private static void multiply(
            float[] s, float[] x0, float[] x1, float[] x2, float[] x3, float a0, float a1, float a2, float a3, int n) {
        for (int i = 0; i < n; i++) {
            s[i] = Math.fma(x3[i], a3, Math.fma(x2[i], a2, Math.fma(x1[i], a1, Math.fma(x0[i], a0, s[i]))));
        }
    }

    private static void add(float[] s, float[] x, float a, int n) {
        for (int i = 0; i < n; i++) {
            s[i] = Math.fma(x[i], a, s[i]);
        }
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
