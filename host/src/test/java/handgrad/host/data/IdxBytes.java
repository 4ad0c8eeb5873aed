package handgrad.host.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** IDX files made by hand for the tests. */
final class IdxBytes {
    static final int IMAGES_MAGIC = 0x00000803;
    static final int LABELS_MAGIC = 0x00000801;

    private IdxBytes() {}

    /** An IDX file: each number of the header as 32 big-endian bits, then the values. */
    static byte[] file(int[] header, int... values) {
        final ByteBuffer buffer = ByteBuffer.allocate(4 * header.length + values.length);
        for (final int number : header) {
            buffer.putInt(number);
        }
        for (final int value : values) {
            buffer.put((byte) value);
        }
        return buffer.array();
    }

    /** Images of one row of two pixels each. */
    static byte[] images(int... pixels) {
        return file(new int[] {IMAGES_MAGIC, pixels.length / 2, 1, 2}, pixels);
    }

    static byte[] labels(int... labels) {
        return file(new int[] {LABELS_MAGIC, labels.length}, labels);
    }

    static byte[] gzip(byte[] content) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] concatenate(byte[] first, byte... second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** A small data set: three training and two test pictures, with labels 4 9 0 and 9 4. */
    static void writeSet(Path folder, boolean zipped) {
        try {
            Files.createDirectories(folder);
            for (final IdxFile file : IdxFile.values()) {
                final byte[] content = content(file);
                Files.write(folder.resolve(file.baseName() + (zipped ? ".gz" : "")), zipped ? gzip(content) : content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] content(IdxFile file) {
        return switch (file) {
            case TRAIN_IMAGES -> images(0, 255, 51, 102, 7, 8);
            case TRAIN_LABELS -> labels(4, 9, 0);
            case TEST_IMAGES -> images(204, 0, 1, 2);
            case TEST_LABELS -> labels(9, 4);
        };
    }
}
