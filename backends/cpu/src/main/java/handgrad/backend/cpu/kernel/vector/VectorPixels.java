package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PixelScaling;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Makes floats of pixels. */
final class VectorPixels {
    private static final VectorSpecies<Float> FLOATS = VectorFunctions.SPECIES;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());

    /** As many bytes as floats; at least eight, the fewest of a vector. */
    private static final VectorSpecies<Byte> BYTES =
            FLOATS.length() == GroupLayout.LANES ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    /** Whether a vector of bytes becomes one vector of floats, and not two. */
    static final boolean ARE_WHOLE = BYTES.length() == FLOATS.length();

    private static final int LARGEST = 255;

    private VectorPixels() {}

    /** As {@link Kernels#pixels}, by {@link PixelScaling}. */
    static void toFloats(byte[] bytes, int from, float[] floatOfByte, float[] y, int yAt, int n) {
        final FloatVector high = FloatVector.broadcast(FLOATS, PixelScaling.high(floatOfByte));
        final FloatVector low = FloatVector.broadcast(FLOATS, PixelScaling.low(floatOfByte));
        final int end = BYTES.loopBound(n);
        for (int i = 0; i < end; i += BYTES.length()) {
            final ByteVector pixels = ByteVector.fromArray(BYTES, bytes, from + i);
            scaled(pixels, 0, high, low).intoArray(y, yAt + i);
            if (!ARE_WHOLE) {
                scaled(pixels, 1, high, low).intoArray(y, yAt + i + FLOATS.length());
            }
        }
        for (int i = end; i < n; i++) {
            y[yAt + i] = floatOfByte[bytes[from + i] & LARGEST];
        }
    }

    /** The floats of as many pixels as a vector holds, where {@link #ARE_WHOLE}. */
    static FloatVector floats(byte[] bytes, int at, FloatVector high, FloatVector low) {
        return scaled(ByteVector.fromArray(BYTES, bytes, at), 0, high, low);
    }

    /** Part 0 or 1 of a vector of bytes, as floats. */
    private static FloatVector scaled(ByteVector pixels, int part, FloatVector high, FloatVector low) {
        final Vector<Integer> whole = pixels.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
        final FloatVector value = (FloatVector) ((IntVector) whole).convertShape(VectorOperators.I2F, FLOATS, 0);
        return value.fma(high, value.mul(low));
    }
}
