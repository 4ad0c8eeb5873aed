package handgrad.host.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns little-endian bytes into values, a piece at a time. */
final class ValueDecoder {
    private static final int CHUNK_BYTES = 1 << 16;

    private final InputStream input;
    private final NonFinitePolicy policy;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    ValueDecoder(InputStream input, NonFinitePolicy policy) {
        this.input = input;
        this.policy = policy;
    }

    /**
     * Reads one tensor's values from where the stream is.
     *
     * @param entry a tensor whose layout was checked against the file's size
     * @return the tensor
     * @throws MalformedFile if a value breaks the policy or does not fit
     * @throws IOException if the stream fails or ends
     */
    StoredTensor decode(TensorEntry entry) throws IOException {
        return entry.type().isInteger()
                ? new StoredTensor.Integers(entry.name(), entry.dimensions(), integers(entry))
                : new StoredTensor.Floats(entry.name(), entry.dimensions(), floats(entry));
    }

    private float[] floats(TensorEntry entry) throws IOException {
        final float[] values = new float[Math.toIntExact(entry.count())];
        final int step = CHUNK_BYTES / entry.type().bytes();
        for (int from = 0; from < values.length; from += step) {
            final int to = Math.min(values.length, from + step);
            fill((to - from) * entry.type().bytes());
            switch (entry.type()) {
                // Copied in bulk, which keeps every bit of a NaN.
                case F32 -> chunk.asFloatBuffer().get(values, from, to - from);
                case F16 -> {
                    for (int i = from; i < to; i++) {
                        values[i] = Float.float16ToFloat(chunk.getShort());
                    }
                }
                case BF16 -> {
                    for (int i = from; i < to; i++) {
                        values[i] = Float.intBitsToFloat(chunk.getShort() << Short.SIZE);
                    }
                }
                case F64 -> {
                    for (int i = from; i < to; i++) {
                        values[i] = rounded(entry, i, chunk.getDouble());
                    }
                }
                case I32, I64 -> throw new IllegalArgumentException(entry + " holds integers");
            }
        }
        if (policy == NonFinitePolicy.REJECT) {
            requireFinite(entry, values);
        }
        return values;
    }

    private int[] integers(TensorEntry entry) throws IOException {
        final int[] values = new int[Math.toIntExact(entry.count())];
        final int step = CHUNK_BYTES / entry.type().bytes();
        for (int from = 0; from < values.length; from += step) {
            final int to = Math.min(values.length, from + step);
            fill((to - from) * entry.type().bytes());
            if (entry.type() == ElementType.I32) {
                chunk.asIntBuffer().get(values, from, to - from);
            } else {
                for (int i = from; i < to; i++) {
                    values[i] = narrowed(entry, i, chunk.getLong());
                }
            }
        }
        return values;
    }

    private void fill(int bytes) throws IOException {
        chunk.clear();
        if (input.readNBytes(chunk.array(), 0, bytes) < bytes) {
            throw new EOFException("it became shorter while it was read");
        }
        chunk.limit(bytes);
    }

    private static float rounded(TensorEntry entry, int index, double value) {
        final float rounded = (float) value;
        if (Double.isFinite(value) && !Float.isFinite(rounded)) {
            throw new MalformedFile("%s holds %s at index %d, which is beyond float32".formatted(entry, value, index));
        }
        return rounded;
    }

    private static int narrowed(TensorEntry entry, int index, long value) {
        if (value != (int) value) {
            throw new MalformedFile("%s holds %d at index %d, which is beyond int32".formatted(entry, value, index));
        }
        return (int) value;
    }

    private static void requireFinite(TensorEntry entry, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new MalformedFile(
                        "%s holds %s at index %d; only finite values are of use here".formatted(entry, values[i], i));
            }
        }
    }
}
