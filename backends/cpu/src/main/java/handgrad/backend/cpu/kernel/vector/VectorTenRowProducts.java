package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.PixelScaling;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products of pixels with ten rows, tile by tile: written out, as twenty sums must be in registers. */
final class VectorTenRowProducts {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = GroupLayout.LANES;

    private VectorTenRowProducts() {}

    /** Ten times 16 sums for each of two samples, over the stretches of 16 pixels in which one of them has ink. */
    static void dotsOfTwo(
            byte[] pixels,
            int from0,
            int from1,
            long ink,
            PixelScaling factors,
            float[] w,
            int wAt,
            int width,
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
        for (long left = ink; left != 0; left &= left - 1) {
            final int k = Long.numberOfTrailingZeros(left) * LANES;
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

    /** The gradient of ten outputs for two vectors of columns, 16 apart. */
    static void gradient(
            byte[] pixels,
            int[] rows,
            int[] dyPlaces,
            int samples,
            int column,
            PixelScaling factors,
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
            final int d = dyPlaces[n];
            final FloatVector d0 = FloatVector.broadcast(SPECIES, dy[d]);
            s00 = x0.fma(d0, s00);
            s10 = x1.fma(d0, s10);
            final FloatVector d1 = FloatVector.broadcast(SPECIES, dy[d + LANES]);
            s01 = x0.fma(d1, s01);
            s11 = x1.fma(d1, s11);
            final FloatVector d2 = FloatVector.broadcast(SPECIES, dy[d + 2 * LANES]);
            s02 = x0.fma(d2, s02);
            s12 = x1.fma(d2, s12);
            final FloatVector d3 = FloatVector.broadcast(SPECIES, dy[d + 3 * LANES]);
            s03 = x0.fma(d3, s03);
            s13 = x1.fma(d3, s13);
            final FloatVector d4 = FloatVector.broadcast(SPECIES, dy[d + 4 * LANES]);
            s04 = x0.fma(d4, s04);
            s14 = x1.fma(d4, s14);
            final FloatVector d5 = FloatVector.broadcast(SPECIES, dy[d + 5 * LANES]);
            s05 = x0.fma(d5, s05);
            s15 = x1.fma(d5, s15);
            final FloatVector d6 = FloatVector.broadcast(SPECIES, dy[d + 6 * LANES]);
            s06 = x0.fma(d6, s06);
            s16 = x1.fma(d6, s16);
            final FloatVector d7 = FloatVector.broadcast(SPECIES, dy[d + 7 * LANES]);
            s07 = x0.fma(d7, s07);
            s17 = x1.fma(d7, s17);
            final FloatVector d8 = FloatVector.broadcast(SPECIES, dy[d + 8 * LANES]);
            s08 = x0.fma(d8, s08);
            s18 = x1.fma(d8, s18);
            final FloatVector d9 = FloatVector.broadcast(SPECIES, dy[d + 9 * LANES]);
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
