package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Where samples have ink: {@link PixelProducts#inkOfGroup}. */
final class VectorNonblank {
    private static final VectorSpecies<Byte> BYTES =
            ByteVector.SPECIES_PREFERRED.length() <= Long.SIZE ? ByteVector.SPECIES_PREFERRED : ByteVector.SPECIES_512;
    private static final int LANES = GroupLayout.LANES;

    /** The first long of each stretch of 16 pixels of a vector's at most 64. */
    private static final long FIRSTS = 0b0101_0101;

    private VectorNonblank() {}

    static void ofGroup(byte[] pixels, int[] rows, int firstRow, int width, long[] ink) {
        final int whole = width / LANES * LANES;
        final long rest = whole < width ? 1L << whole / LANES : 0;
        for (int n = firstRow; n < firstRow + LANES; n++) {
            long found = rest;
            for (int c = 0; c < whole; c += BYTES.length()) {
                // The last vector may overlap the one before.
                final int from = Math.min(c, whole - BYTES.length());
                final long inked = ByteVector.fromArray(BYTES, pixels, rows[n] + from)
                        .reinterpretAsLongs()
                        .compare(VectorOperators.NE, 0L)
                        .toLong();
                // Two longs are a stretch.
                found |= Long.compress(inked | inked >>> 1, FIRSTS) << from / LANES;
            }
            ink[n] = found;
        }
    }
}
