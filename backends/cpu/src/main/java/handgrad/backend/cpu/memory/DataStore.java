package handgrad.backend.cpu.memory;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PixelScaling;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.dataset.Inputs;
import java.util.Optional;

/**
 * The inputs of a data set: floats, or pixels as bytes. Bytes are a quarter of the memory traffic, and a core makes
 * floats of them faster than memory delivers floats. Arrays are kept, not copied.
 */
public final class DataStore {
    private final FloatStore floats;
    private byte[] bytes = new byte[0];
    private float[] floatOfByte = new float[0];
    private PixelScaling factors = new PixelScaling(0f, 0f);
    private Optional<Inputs.Pixels> pixels = Optional.empty();

    /**
     * An empty store.
     *
     * @param floats the array of the tensor, if its elements are floats
     */
    DataStore(FloatStore floats) {
        this.floats = floats;
    }

    /** Takes pixels. */
    public void put(Inputs.Pixels values) {
        floats.values = new float[0];
        bytes = values.bytes();
        floatOfByte = values.scale().table();
        factors = PixelScaling.of(floatOfByte);
        pixels = Optional.of(values);
    }

    /** Takes floats. */
    public void put(float[] values) {
        floats.values = values;
        bytes = new byte[0];
        pixels = Optional.empty();
    }

    /** Whether there are pixels here. */
    public boolean isPixels() {
        return bytes.length > 0;
    }

    /** The pixels, if that is what is here. */
    public byte[] bytes() {
        return bytes;
    }

    /** What makes floats of the pixels. */
    public PixelScaling factors() {
        return factors;
    }

    /** sum + Σ_k x[from + k] · w[at + k] for 0 ≤ k &lt; n, in the order of k, x the floats of the pixels. */
    public float addProducts(float sum, int from, float[] w, int at, int n) {
        float result = sum;
        for (int k = 0; k < n; k++) {
            result = Math.fma(floatOfByte[bytes[from + k] & 0xff], w[at + k], result);
        }
        return result;
    }

    /** Which part of the elements is not zero. */
    public double density() {
        long nonzeros = 0;
        for (final byte pixel : bytes) {
            nonzeros += pixel == 0 ? 0 : 1;
        }
        for (final float value : floats.values) {
            nonzeros += value == 0 ? 0 : 1;
        }
        return (double) nonzeros / Math.max(1, bytes.length + floats.values.length);
    }

    /** Makes floats of pixels. */
    public void expand() {
        pixels.ifPresent(values -> put(values.floats()));
    }

    /** to[at …] = some rows, as floats: those with the numbers order[first …]. */
    public void copyRows(Kernels kernels, int[] order, int first, int rows, int width, float[] to, int at) {
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
    public void scatter(int from, int[] offsets, int first, int end, float[] to, int at) {
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
