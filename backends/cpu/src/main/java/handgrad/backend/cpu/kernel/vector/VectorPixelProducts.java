package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.kernel.PixelScaling;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PixelProducts} in vectors: a vector of bytes becomes one of floats in registers, just before it is multiplied.
 * The register tiles of ten rows are in {@link VectorTenRowProducts}.
 */
final class VectorPixelProducts implements PixelProducts {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = GroupLayout.LANES;
    private static final int ROWS = 4;

    @Override
    public void dotsOfOne(
            byte[] pixels,
            int[] rows,
            int firstRow,
            int samples,
            PixelScaling factors,
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
            PixelScaling factors,
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
            PixelScaling factors,
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
            PixelScaling factors,
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
    public void findNonblank(byte[] pixels, int[] rows, int firstRow, int width, long[] nonblank) {
        VectorNonzeros.ofPixels(pixels, rows, firstRow, width, nonblank);
    }

    @Override
    public void dotsOfTen(
            byte[] pixels,
            int[] rows,
            long[] nonblank,
            int firstRow,
            PixelScaling factors,
            float[] w,
            int width,
            float[] scratch,
            float[] dots,
            int at) {
        final long whole = PixelProducts.wholeBlocks(width);
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            for (int row = firstRow; row < firstRow + LANES; row += 2) {
                VectorTenRowProducts.dotsOfTwo(
                        pixels,
                        rows[row] + lane,
                        rows[row + 1] + lane,
                        (nonblank[row] | nonblank[row + 1]) & whole,
                        factors,
                        w,
                        lane,
                        width,
                        scratch,
                        (row - firstRow) * TEN * LANES + lane);
            }
        }
        VectorLaneSums.ofGroup(scratch, TEN, dots, at);
    }

    @Override
    public void gradientOfTen(
            byte[] pixels,
            int[] rows,
            int[] dyPlaces,
            int samples,
            int column,
            PixelScaling factors,
            float[] dy,
            float[] dw,
            int width) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorTenRowProducts.gradient(pixels, rows, dyPlaces, samples, column + lane, factors, dy, dw, width);
        }
    }
}
