package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.GroupLayout;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Where pixels, or floats, are not zero. */
public final class VectorNonzeros {
    private static final VectorSpecies<Float> FLOATS = VectorFunctions.SPECIES;
    private static final VectorSpecies<Byte> BYTES =
            ByteVector.SPECIES_PREFERRED.length() <= Long.SIZE ? ByteVector.SPECIES_PREFERRED : ByteVector.SPECIES_512;
    private static final int LANES = GroupLayout.LANES;

    /** Bits 0, 2, 4, 6: the first of the two longs of each 16-pixel block. */
    private static final long FIRSTS = 0b0101_0101;

    private VectorNonzeros() {}

    /** As {@link PixelProducts#findNonblank}. */
    public static void ofPixels(byte[] pixels, int[] rows, int firstRow, int width, long[] nonblank) {
        final int whole = width / LANES * LANES;
        final long rest = whole < width ? 1L << whole / LANES : 0;
        for (int n = firstRow; n < firstRow + LANES; n++) {
            long found = rest;
            for (int c = 0; c < whole; c += BYTES.length()) {
                // The last vector may overlap the one before.
                final int from = Math.min(c, whole - BYTES.length());
                final long longs = ByteVector.fromArray(BYTES, pixels, rows[n] + from)
                        .reinterpretAsLongs()
                        .compare(VectorOperators.NE, 0L)
                        .toLong();
                // A block is two longs.
                found |= Long.compress(longs | longs >>> 1, FIRSTS) << from / LANES;
            }
            nonblank[n] = found;
        }
    }

    /** As {@link Kernels#nonzeros}. */
    static void ofLanes(float[] x, int at, int[] offsets, int[] masks, int masksAt) {
        Arrays.fill(masks, masksAt, masksAt + offsets.length, 0);
        for (int lane = 0; lane < LANES; lane += FLOATS.length()) {
            addLanes(x, at + lane, offsets, masks, masksAt, lane);
        }
    }

    private static void addLanes(float[] x, int at, int[] offsets, int[] masks, int masksAt, int lane) {
        for (int f = 0; f < offsets.length; f++) {
            final FloatVector v = FloatVector.fromArray(FLOATS, x, at + offsets[f]);
            masks[masksAt + f] |= (int) v.compare(VectorOperators.NE, 0f).toLong() << lane;
        }
    }
}
