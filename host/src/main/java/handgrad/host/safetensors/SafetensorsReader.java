package handgrad.host.safetensors;

import handgrad.host.UserError;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads untrusted safetensors files. Every number in the file is checked against the file's real size before memory is
 * allocated; the tensors must cover the data without gap or overlap.
 */
public final class SafetensorsReader {
    private SafetensorsReader() {}

    /**
     * Reads a whole file. F32 and I32 come bit for bit; F16 and BF16 become float32 exactly, F64 is rounded to
     * float32, I64 must fit int32; the format's other types are refused.
     *
     * @param path the file
     * @param policy what to do with NaN and infinities
     * @return what it holds, in the order of its header
     * @throws UserError if the file cannot be read, is not a safetensors file, or breaks the policy; the message names
     *     the file, and the tensor if one is at fault
     */
    public static SafetensorsFile read(Path path, NonFinitePolicy policy) {
        if (Files.isDirectory(path)) {
            throw new UserError("cannot read " + path + ": it is a folder; name a file");
        }
        if (!Files.exists(path)) {
            throw new UserError("cannot read " + path + ": there is no such file");
        }
        // A pipe or a device has no size to check against.
        if (!Files.isRegularFile(path)) {
            throw new UserError("cannot read " + path + ": it is not a regular file");
        }
        if (!Files.isReadable(path)) {
            throw new UserError("cannot read " + path + ": reading it is not permitted; check its permissions");
        }
        // A FileInputStream, because a channel closes when its thread is interrupted, as on Ctrl-C.
        try (InputStream input = new FileInputStream(path.toFile())) {
            return read(path, input, Files.size(path), policy);
        } catch (final MalformedFile malformed) {
            throw new UserError("cannot read " + path + ": " + malformed.getMessage(), malformed);
        } catch (final IOException failure) {
            final String reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
            throw new UserError("cannot read " + path + ": " + reason, failure);
        }
    }

    private static SafetensorsFile read(Path path, InputStream input, long fileBytes, NonFinitePolicy policy)
            throws IOException {
        final int headerBytes = headerLength(input, fileBytes);
        final Header header = HeaderParser.parse(exactly(input, headerBytes));
        header.checkLayout(fileBytes - Long.BYTES - headerBytes);
        checkMemory(header);
        final ValueDecoder decoder = new ValueDecoder(input, policy);
        final Map<String, StoredTensor> read = new HashMap<>();
        for (final TensorEntry entry : header.inDataOrder()) {
            read.put(entry.name(), decoder.decode(entry));
        }
        final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        header.entries().forEach(entry -> tensors.put(entry.name(), read.get(entry.name())));
        return new SafetensorsFile(path, header.metadata(), tensors);
    }

    private static int headerLength(InputStream input, long fileBytes) throws IOException {
        if (fileBytes < Long.BYTES) {
            throw new MalformedFile("it has %d bytes, fewer than the 8 of a header's length".formatted(fileBytes));
        }
        final long length = ByteBuffer.wrap(exactly(input, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        // The length is unsigned: one that reads as negative is larger than any file.
        if (length < 0 || length > fileBytes - Long.BYTES) {
            throw new MalformedFile(
                    "its header should have %s bytes, but only %d follow; it is cut short or not a safetensors file"
                            .formatted(Long.toUnsignedString(length), fileBytes - Long.BYTES));
        }
        if (length > Header.MAX_BYTES) {
            throw new MalformedFile(
                    "its header has %d bytes; the format's limit is %d".formatted(length, Header.MAX_BYTES));
        }
        return Math.toIntExact(length);
    }

    private static byte[] exactly(InputStream input, int count) throws IOException {
        final byte[] bytes = input.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("it became shorter while it was read");
        }
        return bytes;
    }

    /** A valid file may still be too large: its values take 4 bytes each, whatever their type. */
    private static void checkMemory(Header header) {
        final long needed = Float.BYTES
                * header.entries().stream().mapToLong(TensorEntry::count).sum();
        final long available = Runtime.getRuntime().maxMemory();
        if (needed > available) {
            throw new MalformedFile("its values need %d MiB, but Java may use only %d; raise it with -Xmx"
                    .formatted(needed >> 20, available >> 20));
        }
    }
}
