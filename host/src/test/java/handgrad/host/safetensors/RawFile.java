package handgrad.host.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of a safetensors file, right or wrong, from the format's description. */
final class RawFile {
    private RawFile() {}

    /** A file with this header, its true length before it, and zeros after it. */
    static byte[] of(String header, int dataBytes) {
        return of(header, new byte[dataBytes]);
    }

    /** A file with this header, its true length before it, and this data after it. */
    static byte[] of(String header, byte[] data) {
        final byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return withLength(bytes.length, bytes, data);
    }

    /** A file whose first 8 bytes say any length. */
    static byte[] withLength(long length, byte[] header, byte[] data) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.writeBytes(prefix.putLong(length).array());
        bytes.writeBytes(header);
        bytes.writeBytes(data);
        return bytes.toByteArray();
    }
}
