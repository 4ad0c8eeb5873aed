package handgrad.host.data;

import handgrad.host.UserError;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads IDX files of unsigned bytes, plain or gzipped (told apart by their first two bytes, not by their name). A file
 * is not trusted: what its header announces is checked against the file's size before memory is taken, memory grows
 * only with what was really read, and nothing is inflated past what the header announces.
 *
 * <p>The format is the one of the MNIST page: bytes 0, 0, 8 (unsigned byte), the number of dimensions; each extent as a
 * big-endian 32-bit number, outermost first; then the values in row-major order.
 */
final class IdxReader {
    /** The number of dimensions of a file of images: count, rows, columns. */
    private static final int IMAGES_RANK = 3;

    private static final int LABELS_RANK = 1;
    private static final int UNSIGNED_BYTE = 0x08;

    /** The most that is read from one file: EMNIST, the largest relative of MNIST, has 0.64 GB of pixels. */
    private static final long LARGEST = 1L << 30;

    /** DEFLATE packs at most 1,032 bytes into one (a 258-byte match in 2 bits). */
    private static final long DEFLATE_LIMIT = 1032;

    private static final int FIRST_ALLOCATION = 1 << 20;
    private static final int GZIP_TRAILER = 8;
    private static final String GET_AGAIN = "put a sound copy of the file in its place";

    private final Path file;
    private final long fileSize;
    private final String content;
    private final int rank;

    private IdxReader(Path file, long fileSize, int rank) {
        this.file = file;
        this.fileSize = fileSize;
        this.rank = rank;
        this.content = rank == IMAGES_RANK ? "images" : "labels";
    }

    /**
     * Reads a file of images.
     *
     * @param file an IDX file of three dimensions, plain or gzipped
     * @return extents {@code [count, rows, columns]}
     * @throws UserError if it is missing, unreadable, or anything but one whole IDX file of images
     */
    static IdxArray images(Path file) {
        return read(file, IMAGES_RANK);
    }

    /**
     * Reads a file of labels.
     *
     * @param file an IDX file of one dimension, plain or gzipped
     * @param classes how many classes there are: each label must be below
     * @return extents {@code [count]}
     * @throws UserError if it is missing, unreadable, anything but one whole IDX file of labels, or a label is too
     *     large
     */
    static IdxArray labels(Path file, int classes) {
        final IdxArray labels = read(file, LABELS_RANK);
        for (int i = 0; i < labels.count(); i++) {
            final int label = labels.values()[i] & 0xff;
            if (label >= classes) {
                throw new UserError(file + ": label " + label + " of sample " + i + " is outside 0 … " + (classes - 1)
                        + "; " + GET_AGAIN);
            }
        }
        return labels;
    }

    private static IdxArray read(Path file, int rank) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new UserError(file + ": is no regular file; an IDX file is needed here");
            }
            return new IdxReader(file, Files.size(file), rank).read();
        } catch (NoSuchFileException e) {
            throw new UserError(file + ": there is no such file; check the path", e);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + Failures.describe(e) + "); check its permissions", e);
        }
    }

    private IdxArray read() throws IOException {
        try (InputStream stored = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            stored.mark(2);
            final byte[] start = stored.readNBytes(2);
            stored.reset();
            final boolean zipped = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
            return zipped ? readGzip(stored) : readContent(stored, false);
        }
    }

    private IdxArray readGzip(InputStream stored) throws IOException {
        final CountingStream counted = new CountingStream(stored);
        try (GzipStream inflated = new GzipStream(counted)) {
            final long header = counted.count();
            final IdxArray array = readContent(inflated, true);
            // GZIPInputStream ignores whatever follows the compressed data and its trailer; here it is an error.
            if (header + inflated.compressedSize() + GZIP_TRAILER != fileSize) {
                throw broken("has bytes after the end of its gzip data");
            }
            return array;
        } catch (EOFException e) {
            throw broken("is cut short: its gzip data end too early", e);
        } catch (ZipException e) {
            throw broken("is corrupt: its gzip data cannot be unpacked (" + Failures.describe(e) + ")", e);
        }
    }

    private IdxArray readContent(InputStream in, boolean zipped) throws IOException {
        final byte[] header = in.readNBytes(4 + 4 * rank);
        final List<Integer> extents = extents(header);
        final long announced = extents.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        final long available = zipped ? fileSize * DEFLATE_LIMIT : fileSize - header.length;
        if (announced > available) {
            throw cutShort(extents, "the file has only " + fileSize + " bytes");
        }
        if (!zipped && announced < available) {
            throw tooLong(extents, available - announced + " bytes more than that");
        }
        final byte[] values = readValues(in, (int) announced, extents);
        if (in.read() != -1) {
            throw tooLong(extents, "more bytes than that");
        }
        return new IdxArray(file, zipped, extents, values, Sha256.of(header, values));
    }

    /** The checked extents: at least 1 each, and together no more than {@link #LARGEST} bytes. */
    private List<Integer> extents(byte[] header) {
        final byte[] expected = {0, 0, UNSIGNED_BYTE, (byte) rank};
        if (header.length >= 4 && !Arrays.equals(header, 0, 4, expected, 0, 4)) {
            throw broken(wrongMagic(Arrays.copyOf(header, 4), expected));
        }
        if (header.length < 4 + 4 * rank) {
            throw broken("is cut short: it ends within its header, after " + header.length + " bytes");
        }
        final ByteBuffer buffer = ByteBuffer.wrap(header, 4, 4 * rank);
        final List<Long> extents = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            extents.add(Integer.toUnsignedLong(buffer.getInt()));
        }
        long size = 1;
        for (final long extent : extents) {
            if (extent == 0) {
                throw broken("announces no " + content + " (extents " + times(extents) + ")");
            }
            // Each factor is below 2³² and the product so far at most 2³⁰, so this cannot overflow.
            size *= extent;
            if (size > LARGEST) {
                throw broken("announces " + times(extents) + " bytes; more than 1 GiB is not read");
            }
        }
        return extents.stream().map(Long::intValue).toList();
    }

    private String wrongMagic(byte[] magic, byte[] expected) {
        final String hint;
        if (magic[0] != 0 || magic[1] != 0) {
            hint = "is no IDX file";
        } else if (magic[2] != UNSIGNED_BYTE) {
            hint = "is no IDX file of unsigned bytes";
        } else {
            hint = "is no IDX file of " + content;
        }
        final HexFormat hex = HexFormat.ofDelimiter(" ");
        return hint + ": it begins with " + hex.formatHex(magic) + ", not with " + hex.formatHex(expected);
    }

    private byte[] readValues(InputStream in, int announced, List<Integer> extents) throws IOException {
        byte[] values = new byte[Math.min(announced, FIRST_ALLOCATION)];
        int filled = 0;
        while (filled < announced) {
            if (filled == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(announced, 2L * values.length));
            }
            final int read = in.readNBytes(values, filled, values.length - filled);
            if (read == 0) {
                throw cutShort(extents, "its data end after " + filled);
            }
            filled += read;
        }
        return values;
    }

    private UserError cutShort(List<Integer> extents, String found) {
        return broken("is cut short: its header announces " + times(extents) + " bytes of " + content + ", " + found);
    }

    private UserError tooLong(List<Integer> extents, String found) {
        return broken(
                "is too long: its header announces " + times(extents) + " bytes of " + content + ", it has " + found);
    }

    private UserError broken(String what) {
        return new UserError(file + ": " + what + "; " + GET_AGAIN);
    }

    private UserError broken(String what, IOException cause) {
        return new UserError(file + ": " + what + "; " + GET_AGAIN, cause);
    }

    private static String times(List<? extends Number> extents) {
        return String.join("×", extents.stream().map(String::valueOf).toList());
    }

    /** Makes the inflater's count of compressed bytes visible. */
    private static final class GzipStream extends GZIPInputStream {
        GzipStream(InputStream in) throws IOException {
            super(in, 1 << 16);
        }

        /** The bytes of DEFLATE data that were used up, without gzip header and trailer. */
        long compressedSize() {
            return inf.getBytesRead();
        }
    }
}
