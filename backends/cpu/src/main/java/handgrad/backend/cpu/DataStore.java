package handgrad.backend.cpu;

import handgrad.dataset.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The inputs of a data set: floats, or pixels as the bytes that they are. Bytes are a quarter of what a step has to fetch from memory, and a
 * core makes floats of them faster than memory delivers floats. What is put here is kept, not copied.
 */
final class DataStore {
    private final FloatStore floats;
    private byte[] bytes = new byte[0];
    private float[] floatOfByte = new float[0];
    private PixelFactors factors = new PixelFactors(0f, 0f);
    private Optional<Inputs.Pixels> pixels = Optional.empty();
    private final List<Runnable> whenFloats = new ArrayList<>();

    /**
     * Room for data.
     *
     * @param floats the array of the tensor, if its elements are floats
     */
    DataStore(FloatStore floats) {
        this.floats = floats;
    }

    /** Takes pixels. */
    void put(Inputs.Pixels values) {
        floats.values = new float[0];
        bytes = values.bytes();
        floatOfByte = values.scale().table();
        factors = PixelFactors.of(floatOfByte);
        pixels = Optional.of(values);
    }

    /** Takes floats. */
    void put(float[] values) {
        floats.values = values;
        bytes = new byte[0];
        pixels = Optional.empty();
        whenFloats.forEach(Runnable::run);
    }

    /** Whether there are pixels here. */
    boolean isPixels() {
        return bytes.length > 0;
    }

    /** The pixels, if that is what is here. */
    byte[] bytes() {
        return bytes;
    }

    /** What makes floats of the pixels. */
    PixelFactors factors() {
        return factors;
    }

    /** sum + Σ_k x[from + k] · w[at + k] for 0 ≤ k &lt; n, in the order of k, x the floats of the pixels. */
    float addProducts(float sum, int from, float[] w, int at, int n) {
        float result = sum;
        for (int k = 0; k < n; k++) {
            result = Math.fma(floatOfByte[bytes[from + k] & 0xff], w[at + k], result);
        }
        return result;
    }

    /** Which part of the elements is not zero. */
    double density() {
        long nonzeros = 0;
        for (final byte pixel : bytes) {
            nonzeros += pixel == 0 ? 0 : 1;
        }
        for (final float value : floats.values) {
            nonzeros += value == 0 ? 0 : 1;
        }
        return (double) nonzeros / Math.max(1, bytes.length + floats.values.length);
    }

    /** Has something done when floats are put here. */
    void whenFloats(Runnable action) {
        whenFloats.add(action);
    }

    /** Makes floats of pixels. */
    void expand() {
        pixels.ifPresent(values -> put(values.floats()));
    }

    /** to[at …] = some rows, as floats: those with the numbers order[first …]. */
    void copyRows(Kernels kernels, int[] order, int first, int rows, int width, float[] to, int at) {
        if (isPixels()) {
            for (int n = 0; n < rows; n++) {
                kernels.pixels(bytes, order[first + n] * width, floatOfByte, to, at + n * width, width);
            }
        } else if (width == 1) {
            final float[] values = floats.values;
            for (int n = 0; n < rows; n++) {
                to[at + n] = values[order[first + n]];
            }
        } else {
            for (int n = 0; n < rows; n++) {
                System.arraycopy(floats.values, order[first + n] * width, to, at + n * width, width);
            }
        }
    }

    /** to[at + offsets[f]] = element from + f, for the elements first ≤ f &lt; end of a sample. */
    void scatter(int from, int[] offsets, int first, int end, float[] to, int at) {
        if (isPixels()) {
            for (int f = first; f < end; f++) {
                to[at + offsets[f]] = floatOfByte[bytes[from + f] & 0xff];
            }
        } else {
            final float[] values = floats.values;
            for (int f = first; f < end; f++) {
                to[at + offsets[f]] = values[from + f];
            }
        }
    }
}
