package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.kernel.PixelScaling;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Register tiles of {@link PixelProducts}: products of pixels with ten rows of floats. */
public final class VectorTenRowProducts {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = GroupLayout.LANES;

    private VectorTenRowProducts() {}
    // each PIXELS

    /** Ten times 16 sums for each of two samples, over the blocks of 16 pixels that are not blank in both. */
    public static void dotsOfTwo(
            byte[] pixels,
            int from{p},
            long nonblank,
            PixelScaling factors,
            float[] w,
            int wAt,
            int width,
            float[] sums,
            int at) {
        final FloatVector high = FloatVector.broadcast(SPECIES, factors.high());
        final FloatVector low = FloatVector.broadcast(SPECIES, factors.low());
        final FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s{r}_{p} = zero;
        for (long left = nonblank; left != 0; left &= left - 1) {
            final int k = Long.numberOfTrailingZeros(left) * LANES;
            final FloatVector x{p} = VectorPixels.floats(pixels, from{p} + k, high, low);
            final int v = wAt + k;
            final FloatVector w{r} = FloatVector.fromArray(SPECIES, w, v + {r} * width);
            s{r}_{p} = x{p}.fma(w{r}, s{r}_{p});
        }
        s{r}_{p}.intoArray(sums, at + ({p} * {rows} + {r}) * LANES);
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
        final FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s{r}_{p} = zero;
        for (int n = 0; n < samples; n++) {
            final int from = rows[n] + column;
            final FloatVector x{p} = VectorPixels.floats(pixels, from + {p} * LANES, high, low);
            final int d = dyPlaces[n];
            final FloatVector d{r} = FloatVector.broadcast(SPECIES, dy[d + {r} * LANES]);
            s{r}_{p} = x{p}.fma(d{r}, s{r}_{p});
        }
        s{r}_{p}.intoArray(dw, {r} * width + column + {p} * LANES);
    }
    // end
}
