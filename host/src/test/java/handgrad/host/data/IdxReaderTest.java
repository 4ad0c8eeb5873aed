package handgrad.host.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
    private static final byte[] TWO_IMAGES = IdxBytes.images(0, 1, 254, 255);

    @TempDir
    private Path folder;

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsImagesPlainAndGzippedWhateverTheName(boolean zipped) throws IOException {
        final IdxArray images = IdxReader.images(write(zipped ? IdxBytes.gzip(TWO_IMAGES) : TWO_IMAGES));
        assertEquals(List.of(2, 1, 2), images.extents());
        assertArrayEquals(new byte[] {0, 1, (byte) 254, (byte) 255}, images.values());
        assertEquals(zipped, images.zipped());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsLabels(boolean zipped) throws IOException {
        final byte[] file = IdxBytes.labels(5, 0, 9);
        assertArrayEquals(
                new byte[] {5, 0, 9},
                IdxReader.labels(write(zipped ? IdxBytes.gzip(file) : file), 10).values());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsTheUncompressedContent(boolean zipped) throws IOException {
        final byte[] file = IdxBytes.labels(1, 2, 3);
        // printf '\x00\x00\x08\x01\x00\x00\x00\x03\x01\x02\x03' | sha256sum
        final String sum = "398a8a7fbd9531f1d9aa2ae368533e137cb53c202c3665f25affcf1ca88844ab";
        assertEquals(
                sum,
                IdxReader.labels(write(zipped ? IdxBytes.gzip(file) : file), 10).sha256());
    }

    @Test
    void growsThroughSeveralAllocations() throws IOException {
        // 3 million bytes: past the first allocation of 1 MiB and its doubling.
        final int[] pixels =
                IntStream.range(0, 3_000_000).map(i -> i * 31 & 0xff).toArray();
        final byte[] file = IdxBytes.file(new int[] {IdxBytes.IMAGES_MAGIC, 3, 1000, 1000}, pixels);
        final byte[] expected = Arrays.copyOfRange(file, 16, file.length);
        assertArrayEquals(expected, IdxReader.images(write(IdxBytes.gzip(file))).values());
    }

    static Stream<Arguments> malformedImages() {
        final byte[] zipped = IdxBytes.gzip(TWO_IMAGES);
        final byte[] badSum = zipped.clone();
        badSum[badSum.length - 8] ^= 1;
        final byte[] badData = zipped.clone();
        // The first byte of the DEFLATE data: block type 3 does not exist.
        badData[10] |= 6;
        final byte[] badMethod = zipped.clone();
        badMethod[2] = 9;
        final byte[] web = "<!DOCTYPE html><title>404</title>".getBytes(StandardCharsets.US_ASCII);
        final byte[] tooMany = IdxBytes.file(new int[] {IdxBytes.IMAGES_MAGIC, 3, 1, 2}, 1, 2, 3, 4);
        final byte[] noImage = IdxBytes.file(new int[] {IdxBytes.IMAGES_MAGIC, 0, 28, 28});
        final byte[] noRow = IdxBytes.file(new int[] {IdxBytes.IMAGES_MAGIC, 2, 0, 28});
        // 2³² − 1 each: their product overflows 64 bits.
        final byte[] huge = IdxBytes.file(new int[] {IdxBytes.IMAGES_MAGIC, -1, -1, -1}, 1);
        final byte[] lying = IdxBytes.file(new int[] {IdxBytes.IMAGES_MAGIC, 1000, 1000, 1000}, 1, 2);
        final byte[] floats = IdxBytes.file(new int[] {0x00000D03, 1, 1, 2}, 1, 2);
        return Stream.of(
                Arguments.of("empty", new byte[0], "within its header, after 0 bytes"),
                Arguments.of("half a magic", new byte[] {0, 0}, "within its header, after 2 bytes"),
                Arguments.of("half a header", Arrays.copyOf(TWO_IMAGES, 10), "within its header, after 10 bytes"),
                Arguments.of(
                        "cut", Arrays.copyOf(TWO_IMAGES, 19), "announces 2×1×2 bytes of images, the file has only"),
                Arguments.of("count too large", tooMany, "is cut short: its header announces 3×1×2"),
                Arguments.of("long", IdxBytes.concatenate(TWO_IMAGES, (byte) 7), "it has 1 bytes more than that"),
                Arguments.of("web page", web, "is no IDX file: it begins with 3c 21 44 4f, not with 00 00 08 03"),
                Arguments.of("labels", IdxBytes.labels(1, 2), "is no IDX file of images: it begins with 00 00 08 01"),
                Arguments.of("floats", floats, "is no IDX file of unsigned bytes"),
                Arguments.of("no image", noImage, "announces no images (extents 0×28×28)"),
                Arguments.of("no row", noRow, "announces no images (extents 2×0×28)"),
                Arguments.of("huge", huge, "more than 1 GiB is not read"),
                Arguments.of("lying", lying, "announces 1000×1000×1000 bytes of images, the file has only 18 bytes"),
                Arguments.of("gzip, lying", IdxBytes.gzip(lying), "1000×1000×1000 bytes of images, the file has only"),
                Arguments.of(
                        "gzip, count too large", IdxBytes.gzip(tooMany), "3×1×2 bytes of images, its data end after 4"),
                Arguments.of("gzip, huge", IdxBytes.gzip(huge), "more than 1 GiB is not read"),
                Arguments.of("gzip, no image", IdxBytes.gzip(noImage), "announces no images"),
                Arguments.of("gzip, web page", IdxBytes.gzip(web), "is no IDX file: it begins with 3c 21"),
                Arguments.of("gzip, half a header", IdxBytes.gzip(Arrays.copyOf(TWO_IMAGES, 9)), "within its header"),
                Arguments.of(
                        "gzip, long content",
                        IdxBytes.gzip(IdxBytes.concatenate(TWO_IMAGES, (byte) 7)),
                        "it has more bytes than that"),
                Arguments.of("gzip twice", IdxBytes.gzip(zipped), "is no IDX file: it begins with 1f 8b"),
                Arguments.of("gzip, two members", IdxBytes.concatenate(zipped, zipped), "it has more bytes than that"),
                Arguments.of(
                        "gzip, empty second member",
                        IdxBytes.concatenate(zipped, IdxBytes.gzip(new byte[0])),
                        "bytes after the end of its gzip data"),
                Arguments.of(
                        "gzip, garbage behind",
                        IdxBytes.concatenate(zipped, (byte) 1),
                        "bytes after the end of its gzip data"),
                Arguments.of(
                        "gzip, much garbage behind",
                        IdxBytes.concatenate(zipped, new byte[100_000]),
                        "bytes after the end of its gzip data"),
                Arguments.of("gzip, only its magic", Arrays.copyOf(zipped, 2), "its gzip data end too early"),
                Arguments.of("gzip, cut in the data", Arrays.copyOf(zipped, 16), "its gzip data end too early"),
                Arguments.of(
                        "gzip, cut in the trailer",
                        Arrays.copyOf(zipped, zipped.length - 3),
                        "its gzip data end too early"),
                Arguments.of("gzip, wrong checksum", badSum, "gzip data cannot be unpacked"),
                Arguments.of("gzip, bad block", badData, "gzip data cannot be unpacked"),
                Arguments.of("gzip, unknown method", badMethod, "gzip data cannot be unpacked"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedImages")
    void refusesMalformedFilesInOneLine(String name, byte[] content, String expected) throws IOException {
        final Path file = write(content);
        final UserError error = assertThrows(UserError.class, () -> IdxReader.images(file));
        assertOneLine(error, file, expected);
    }

    @Test
    void refusesEveryTruncationOfAGzipFile() throws IOException {
        final byte[] zipped = IdxBytes.gzip(TWO_IMAGES);
        for (int length = 0; length < zipped.length; length++) {
            final Path file = write(Arrays.copyOf(zipped, length));
            assertThrows(UserError.class, () -> IdxReader.images(file), "of " + length + " bytes");
        }
    }

    @Test
    void neverInflatesPastWhatTheHeaderAnnounces() throws IOException {
        // 64 MiB of zeros in some 65 kB behind a header of four bytes of content: refused at the fifth.
        final byte[] bomb = IdxBytes.gzip(IdxBytes.concatenate(TWO_IMAGES, new byte[1 << 26]));
        assertTrue(bomb.length < 100_000);
        final Path file = write(bomb);
        final UserError error = assertThrows(UserError.class, () -> IdxReader.images(file));
        assertOneLine(error, file, "it has more bytes than that");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 255})
    void refusesLabelsOutOfRange(int label) throws IOException {
        final Path file = write(IdxBytes.labels(0, 9, label));
        final UserError error = assertThrows(UserError.class, () -> IdxReader.labels(file, 10));
        assertOneLine(error, file, "label " + label + " of sample 2 is outside 0 … 9");
    }

    @Test
    void refusesWhatIsNoFile() {
        final Path missing = folder.resolve("missing");
        assertOneLine(assertThrows(UserError.class, () -> IdxReader.images(missing)), missing, "there is no such file");
        assertOneLine(assertThrows(UserError.class, () -> IdxReader.images(folder)), folder, "is no regular file");
    }

    private static void assertOneLine(UserError error, Path file, String expected) {
        final String message = error.getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.contains(expected), message);
        assertFalse(message.contains("\n"), message);
        // What to do follows the semicolon.
        assertTrue(message.contains("; "), message);
    }
}
