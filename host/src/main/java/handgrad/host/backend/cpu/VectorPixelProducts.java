package handgrad.host.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link PixelProducts} in vectors: a vector of bytes becomes one of floats in registers, just before it is multiplied. */
final class VectorPixelProducts implements PixelProducts {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = Grid.LANES;
    private static final int ROWS = 4;

    @Override
    public void dotsOfOne(
            byte[] pixels,
            int[] rows,
            int firstRow,
            int samples,
            PixelFactors factors,
            float[] w,
            int n,
            float[] sums) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            dotsFrom(lane, pixels, rows, firstRow, samples, factors, w, n, sums);
        }
    }

    private static void dotsFrom(
            int lane,
            byte[] pixels,
            int[] rows,
            int firstRow,
            int samples,
            PixelFactors factors,
            float[] w,
            int n,
            float[] sums) {
        final FloatVector high = FloatVector.broadcast(SPECIES, factors.high());
        final FloatVector low = FloatVector.broadcast(SPECIES, factors.low());
        for (int row = 0; row < samples; row += ROWS) {
            final int r0 = rows[firstRow + row] + lane;
            final int r1 = rows[firstRow + row + 1] + lane;
            final int r2 = rows[firstRow + row + 2] + lane;
            final int r3 = rows[firstRow + row + 3] + lane;
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int k = 0; k < n; k += LANES) {
                final FloatVector v = FloatVector.fromArray(SPECIES, w, lane + k);
                s0 = VectorPixels.floats(pixels, r0 + k, high, low).fma(v, s0);
                s1 = VectorPixels.floats(pixels, r1 + k, high, low).fma(v, s1);
                s2 = VectorPixels.floats(pixels, r2 + k, high, low).fma(v, s2);
                s3 = VectorPixels.floats(pixels, r3 + k, high, low).fma(v, s3);
            }
            final int at = row * LANES + lane;
            s0.intoArray(sums, at);
            s1.intoArray(sums, at + LANES);
            s2.intoArray(sums, at + 2 * LANES);
            s3.intoArray(sums, at + 3 * LANES);
        }
    }

    @Override
    public void gradientOfOne(
            byte[] pixels,
            int[] rows,
            int firstRow,
            int samples,
            int[] columns,
            PixelFactors factors,
            float[] dy,
            int dyAt,
            float[] sums) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            gradientFrom(lane, pixels, rows, firstRow, samples, columns, factors, dy, dyAt, sums);
        }
    }

    private static void gradientFrom(
            int lane,
            byte[] pixels,
            int[] rows,
            int firstRow,
            int samples,
            int[] columns,
            PixelFactors factors,
            float[] dy,
            int dyAt,
            float[] sums) {
        final FloatVector high = FloatVector.broadcast(SPECIES, factors.high());
        final FloatVector low = FloatVector.broadcast(SPECIES, factors.low());
        for (int t = 0; t < columns.length; t++) {
            final int column = columns[t] + lane;
            final int at = t * COLUMNS_OF_ONE + lane;
            FloatVector s0 = FloatVector.fromArray(SPECIES, sums, at);
            FloatVector s1 = FloatVector.fromArray(SPECIES, sums, at + LANES);
            FloatVector s2 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
            FloatVector s3 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
            for (int n = 0; n < samples; n++) {
                final FloatVector v = FloatVector.broadcast(SPECIES, dy[dyAt + n]);
                final int from = rows[firstRow + n] + column;
                s0 = VectorPixels.floats(pixels, from, high, low).fma(v, s0);
                s1 = VectorPixels.floats(pixels, from + LANES, high, low).fma(v, s1);
                s2 = VectorPixels.floats(pixels, from + 2 * LANES, high, low).fma(v, s2);
                s3 = VectorPixels.floats(pixels, from + 3 * LANES, high, low).fma(v, s3);
            }
            s0.intoArray(sums, at);
            s1.intoArray(sums, at + LANES);
            s2.intoArray(sums, at + 2 * LANES);
            s3.intoArray(sums, at + 3 * LANES);
        }
    }

    @Override
    public void dotsOfTen(
            byte[] pixels,
            int[] rows,
            int firstRow,
            int samples,
            PixelFactors factors,
            float[] w,
            int width,
            int n,
            float[] sums) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            for (int row = 0; row < samples; row += 2) {
                dotsOfTwo(
                        pixels,
                        rows[firstRow + row] + lane,
                        rows[firstRow + row + 1] + lane,
                        factors,
                        w,
                        lane,
                        width,
                        n,
                        sums,
                        row * TEN * LANES + lane);
            }
        }
    }

    /** Ten sums for each of two samples. */
    private static void dotsOfTwo(
            byte[] pixels,
            int from0,
            int from1,
            PixelFactors factors,
            float[] w,
            int wAt,
            int width,
            int n,
            float[] sums,
            int at) {
        final FloatVector high = FloatVector.broadcast(SPECIES, factors.high());
        final FloatVector low = FloatVector.broadcast(SPECIES, factors.low());
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s03 = s00;
        FloatVector s04 = s00;
        FloatVector s05 = s00;
        FloatVector s06 = s00;
        FloatVector s07 = s00;
        FloatVector s08 = s00;
        FloatVector s09 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s13 = s00;
        FloatVector s14 = s00;
        FloatVector s15 = s00;
        FloatVector s16 = s00;
        FloatVector s17 = s00;
        FloatVector s18 = s00;
        FloatVector s19 = s00;
        for (int k = 0; k < n; k += LANES) {
            final FloatVector x0 = VectorPixels.floats(pixels, from0 + k, high, low);
            final FloatVector x1 = VectorPixels.floats(pixels, from1 + k, high, low);
            final int v = wAt + k;
            final FloatVector w0 = FloatVector.fromArray(SPECIES, w, v);
            s00 = x0.fma(w0, s00);
            s10 = x1.fma(w0, s10);
            final FloatVector w1 = FloatVector.fromArray(SPECIES, w, v + width);
            s01 = x0.fma(w1, s01);
            s11 = x1.fma(w1, s11);
            final FloatVector w2 = FloatVector.fromArray(SPECIES, w, v + 2 * width);
            s02 = x0.fma(w2, s02);
            s12 = x1.fma(w2, s12);
            final FloatVector w3 = FloatVector.fromArray(SPECIES, w, v + 3 * width);
            s03 = x0.fma(w3, s03);
            s13 = x1.fma(w3, s13);
            final FloatVector w4 = FloatVector.fromArray(SPECIES, w, v + 4 * width);
            s04 = x0.fma(w4, s04);
            s14 = x1.fma(w4, s14);
            final FloatVector w5 = FloatVector.fromArray(SPECIES, w, v + 5 * width);
            s05 = x0.fma(w5, s05);
            s15 = x1.fma(w5, s15);
            final FloatVector w6 = FloatVector.fromArray(SPECIES, w, v + 6 * width);
            s06 = x0.fma(w6, s06);
            s16 = x1.fma(w6, s16);
            final FloatVector w7 = FloatVector.fromArray(SPECIES, w, v + 7 * width);
            s07 = x0.fma(w7, s07);
            s17 = x1.fma(w7, s17);
            final FloatVector w8 = FloatVector.fromArray(SPECIES, w, v + 8 * width);
            s08 = x0.fma(w8, s08);
            s18 = x1.fma(w8, s18);
            final FloatVector w9 = FloatVector.fromArray(SPECIES, w, v + 9 * width);
            s09 = x0.fma(w9, s09);
            s19 = x1.fma(w9, s19);
        }
        s00.intoArray(sums, at);
        s01.intoArray(sums, at + LANES);
        s02.intoArray(sums, at + 2 * LANES);
        s03.intoArray(sums, at + 3 * LANES);
        s04.intoArray(sums, at + 4 * LANES);
        s05.intoArray(sums, at + 5 * LANES);
        s06.intoArray(sums, at + 6 * LANES);
        s07.intoArray(sums, at + 7 * LANES);
        s08.intoArray(sums, at + 8 * LANES);
        s09.intoArray(sums, at + 9 * LANES);
        s10.intoArray(sums, at + 10 * LANES);
        s11.intoArray(sums, at + 11 * LANES);
        s12.intoArray(sums, at + 12 * LANES);
        s13.intoArray(sums, at + 13 * LANES);
        s14.intoArray(sums, at + 14 * LANES);
        s15.intoArray(sums, at + 15 * LANES);
        s16.intoArray(sums, at + 16 * LANES);
        s17.intoArray(sums, at + 17 * LANES);
        s18.intoArray(sums, at + 18 * LANES);
        s19.intoArray(sums, at + 19 * LANES);
    }

    @Override
    public void gradientOfTen(
            byte[] pixels,
            int[] rows,
            int samples,
            int column,
            PixelFactors factors,
            float[] dy,
            float[] dw,
            int width) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            gradientOfTenFrom(pixels, rows, samples, column + lane, factors, dy, dw, width);
        }
    }

    private static void gradientOfTenFrom(
            byte[] pixels,
            int[] rows,
            int samples,
            int column,
            PixelFactors factors,
            float[] dy,
            float[] dw,
            int width) {
        final FloatVector high = FloatVector.broadcast(SPECIES, factors.high());
        final FloatVector low = FloatVector.broadcast(SPECIES, factors.low());
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s03 = s00;
        FloatVector s04 = s00;
        FloatVector s05 = s00;
        FloatVector s06 = s00;
        FloatVector s07 = s00;
        FloatVector s08 = s00;
        FloatVector s09 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s13 = s00;
        FloatVector s14 = s00;
        FloatVector s15 = s00;
        FloatVector s16 = s00;
        FloatVector s17 = s00;
        FloatVector s18 = s00;
        FloatVector s19 = s00;
        for (int n = 0; n < samples; n++) {
            final int from = rows[n] + column;
            final FloatVector x0 = VectorPixels.floats(pixels, from, high, low);
            final FloatVector x1 = VectorPixels.floats(pixels, from + LANES, high, low);
            final int d = n * TEN;
            final FloatVector d0 = FloatVector.broadcast(SPECIES, dy[d]);
            s00 = x0.fma(d0, s00);
            s10 = x1.fma(d0, s10);
            final FloatVector d1 = FloatVector.broadcast(SPECIES, dy[d + 1]);
            s01 = x0.fma(d1, s01);
            s11 = x1.fma(d1, s11);
            final FloatVector d2 = FloatVector.broadcast(SPECIES, dy[d + 2]);
            s02 = x0.fma(d2, s02);
            s12 = x1.fma(d2, s12);
            final FloatVector d3 = FloatVector.broadcast(SPECIES, dy[d + 3]);
            s03 = x0.fma(d3, s03);
            s13 = x1.fma(d3, s13);
            final FloatVector d4 = FloatVector.broadcast(SPECIES, dy[d + 4]);
            s04 = x0.fma(d4, s04);
            s14 = x1.fma(d4, s14);
            final FloatVector d5 = FloatVector.broadcast(SPECIES, dy[d + 5]);
            s05 = x0.fma(d5, s05);
            s15 = x1.fma(d5, s15);
            final FloatVector d6 = FloatVector.broadcast(SPECIES, dy[d + 6]);
            s06 = x0.fma(d6, s06);
            s16 = x1.fma(d6, s16);
            final FloatVector d7 = FloatVector.broadcast(SPECIES, dy[d + 7]);
            s07 = x0.fma(d7, s07);
            s17 = x1.fma(d7, s17);
            final FloatVector d8 = FloatVector.broadcast(SPECIES, dy[d + 8]);
            s08 = x0.fma(d8, s08);
            s18 = x1.fma(d8, s18);
            final FloatVector d9 = FloatVector.broadcast(SPECIES, dy[d + 9]);
            s09 = x0.fma(d9, s09);
            s19 = x1.fma(d9, s19);
        }
        s00.intoArray(dw, column);
        s10.intoArray(dw, column + LANES);
        s01.intoArray(dw, width + column);
        s11.intoArray(dw, width + column + LANES);
        s02.intoArray(dw, 2 * width + column);
        s12.intoArray(dw, 2 * width + column + LANES);
        s03.intoArray(dw, 3 * width + column);
        s13.intoArray(dw, 3 * width + column + LANES);
        s04.intoArray(dw, 4 * width + column);
        s14.intoArray(dw, 4 * width + column + LANES);
        s05.intoArray(dw, 5 * width + column);
        s15.intoArray(dw, 5 * width + column + LANES);
        s06.intoArray(dw, 6 * width + column);
        s16.intoArray(dw, 6 * width + column + LANES);
        s07.intoArray(dw, 7 * width + column);
        s17.intoArray(dw, 7 * width + column + LANES);
        s08.intoArray(dw, 8 * width + column);
        s18.intoArray(dw, 8 * width + column + LANES);
        s09.intoArray(dw, 9 * width + column);
        s19.intoArray(dw, 9 * width + column + LANES);
    }
}
