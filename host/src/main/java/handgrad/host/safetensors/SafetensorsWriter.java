package handgrad.host.safetensors;

import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes safetensors files: the same content in the same order gives the same bytes. The tensors lie in the order
 * given, end to end; the header is padded with spaces so that the data begins at a multiple of 8 bytes.
 *
 * <p>The reference implementation orders its own files by type and name, and reads any order that leaves no gap.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK_BYTES = 1 << 16;

    private SafetensorsWriter() {}

    /**
     * Writes a file, atomically and durably.
     *
     * @param target the file to make or replace
     * @param metadata texts to keep with the tensors; written in the map's order, so give one that has an order
     * @param tensors what to write, in this order
     * @throws UserError if the file cannot be written; an earlier one is unchanged
     * @throws IllegalArgumentException if a name is repeated, reserved or not valid Unicode, or {@link
     *     SafetensorsReader} could not read the file for another reason
     */
    public static void write(Path target, Map<String, String> metadata, List<? extends StoredTensor> tensors) {
        final byte[] header = header(metadata, tensors);
        AtomicFile.write(target, output -> {
            final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            output.write(chunk.putLong(header.length).array(), 0, Long.BYTES);
            output.write(header);
            for (final StoredTensor tensor : tensors) {
                writeValues(output, chunk, tensor);
            }
        });
    }

    private static byte[] header(Map<String, String> metadata, List<? extends StoredTensor> tensors) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final long dataBytes;
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeName("__metadata__");
                json.writeStartObject();
                metadata.forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            dataBytes = writeEntries(json, tensors);
            json.writeEndObject();
        }
        final int length = Math.ceilDiv(bytes.size(), ALIGNMENT) * ALIGNMENT;
        final byte[] header = Arrays.copyOf(bytes.toByteArray(), length);
        Arrays.fill(header, bytes.size(), length, (byte) ' ');
        requireReadable(header, dataBytes);
        return header;
    }

    /** Writes the header's entry of each tensor, and returns the bytes of all values. */
    private static long writeEntries(JsonGenerator json, List<? extends StoredTensor> tensors) {
        long offset = 0;
        for (final StoredTensor tensor : tensors) {
            final ElementType type = type(tensor);
            final long end = offset + (long) type.bytes() * count(tensor);
            json.writeName(tensor.name());
            json.writeStartObject();
            json.writeStringProperty("dtype", type.name());
            json.writeName("shape");
            final long[] shape =
                    tensor.dimensions().stream().mapToLong(Long::longValue).toArray();
            json.writeArray(shape, 0, shape.length);
            json.writeName("data_offsets");
            json.writeArray(new long[] {offset, end}, 0, 2);
            json.writeEndObject();
            offset = end;
        }
        return offset;
    }

    /** The reader's checks, so that both have the same limits. */
    private static void requireReadable(byte[] header, long dataBytes) {
        try {
            if (header.length > Header.MAX_BYTES) {
                throw new MalformedFile("its header has " + header.length + " bytes");
            }
            HeaderParser.parse(header).checkLayout(dataBytes);
        } catch (final MalformedFile malformed) {
            throw new IllegalArgumentException(
                    "the file could not be read again: " + malformed.getMessage(), malformed);
        }
    }

    private static ElementType type(StoredTensor tensor) {
        return switch (tensor) {
            case StoredTensor.Floats _ -> ElementType.F32;
            case StoredTensor.Integers _ -> ElementType.I32;
        };
    }

    private static int count(StoredTensor tensor) {
        return switch (tensor) {
            case StoredTensor.Floats floats -> floats.values().length;
            case StoredTensor.Integers integers -> integers.values().length;
        };
    }

    private static void writeValues(OutputStream output, ByteBuffer chunk, StoredTensor tensor) throws IOException {
        final int count = count(tensor);
        final int step = CHUNK_BYTES / Integer.BYTES;
        for (int from = 0; from < count; from += step) {
            final int length = Math.min(step, count - from);
            chunk.clear();
            // Copied in bulk, which keeps every bit of a NaN.
            switch (tensor) {
                case StoredTensor.Floats floats -> chunk.asFloatBuffer().put(floats.values(), from, length);
                case StoredTensor.Integers integers -> chunk.asIntBuffer().put(integers.values(), from, length);
            }
            output.write(chunk.array(), 0, length * Integer.BYTES);
        }
    }
}
