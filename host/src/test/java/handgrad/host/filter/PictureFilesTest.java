package handgrad.host.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFilesTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertSamples(Picture picture, int width, int height, int white, String... channels) {
        assertEquals(List.of(width, height, white), List.of(picture.width(), picture.height(), picture.maximum()));
        assertEquals(channels.length, picture.channels().size());
        for (int i = 0; i < channels.length; i++) {
            assertArrayEquals(channels[i].toCharArray(), picture.channels().get(i));
        }
    }

    @Test
    void readsGreymaps() throws IOException {
        assertSamples(
                PictureReader.read(file("a.pgm", "P2 # note\n#another\n2\t 1\n9 # white\n0\n 9"))
                        .picture(),
                2,
                1,
                9,
                "\0\t");
        assertSamples(PictureReader.read(file("b.pgm", "P5 3 1 255 #\nA")).picture(), 3, 1, 255, "#\nA");
        assertSamples(
                PictureReader.read(file("c.pgm", "P5\n1 2\n65535\n\1\2\u00ff\u00fe"))
                        .picture(),
                1,
                2,
                65_535,
                "\u0102\ufffe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P5 2 2 255 abc",
                "P2 2 2 9 1 2 3",
                "P2 2 1 9 1 10",
                "P2 2 1 9 1 x",
                "P2 2 1 9 1 -2",
                "P5 0 2 255 ",
                "P5 2 2 0 abcd",
                "P5 2 2 65536 abcdefgh",
                "P5 99999999999 1 255 a",
                "P5 999999999 999999999 255 a",
                "P5 2",
                "P5 # a comment without end",
                "P6 1 1 255 abc",
                "",
                "no picture"
            })
    void rejectsMalformedFilesInOneLine(String text) throws IOException {
        final Path file = file("bad.pgm", text);

        final String message =
                assertThrows(UserError.class, () -> PictureReader.read(file)).getMessage();

        assertTrue(message.contains(file.toString()), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void writesWhatItReads() {
        final Picture colour = new Picture(
                3, 1, 255, List.of("\0\u0001\u00ff".toCharArray(), "abc".toCharArray(), "xyz".toCharArray()));
        final Picture wide = new Picture(2, 1, 65_535, List.of("\u0102\ufffe".toCharArray()));
        final Picture wideColour = new Picture(
                1, 1, 65_535, List.of("\u1234".toCharArray(), "\u5678".toCharArray(), "\u9abc".toCharArray()));

        assertSamples(written("colour.png", colour), 3, 1, 255, "\0\u0001\u00ff", "abc", "xyz");
        assertSamples(written("wide.png", wide), 2, 1, 65_535, "\u0102\ufffe");
        assertSamples(written("wide.pgm", wide), 2, 1, 65_535, "\u0102\ufffe");
        assertSamples(written("wideColour.png", wideColour), 1, 1, 65_535, "\u1234", "\u5678", "\u9abc");
    }

    private Picture written(String name, Picture picture) {
        PictureWriter.to(folder.resolve(name)).write(picture);
        return PictureReader.read(folder.resolve(name)).picture();
    }

    @Test
    void scalesAnotherWhite() {
        // 0, 3, 9 of 9: 0, 85, 255 of 255; 3 of 300: 655.35 of 65,535.
        assertSamples(
                written("nine.png", new Picture(3, 1, 9, List.of("\0\u0003\t".toCharArray()))), 3, 1, 255, "\0U\u00ff");
        assertSamples(
                written("three.png", new Picture(1, 1, 300, List.of("\u0003".toCharArray()))), 1, 1, 65_535, "\u028f");
        assertSamples(written("nine.pgm", new Picture(1, 1, 9, List.of("\u0003".toCharArray()))), 1, 1, 9, "\u0003");
    }

    @Test
    void writesJpeg() {
        final char[] even = new char[64];
        Arrays.fill(even, (char) 200);

        // An even area survives the cosine transform to within its quantisation.
        assertEquals(
                200,
                written("even.jpg", new Picture(8, 8, 255, List.of(even)))
                        .channels()
                        .getFirst()[0],
                2);
        assertEquals(
                3,
                written("colour.jpeg", new Picture(8, 8, 255, List.of(even, even, even)))
                        .channels()
                        .size());
        assertTrue(written("wide.jpg", new Picture(8, 8, 65_535, List.of(even))).isGrey());
    }

    @Test
    void readsPalettesAndTransparency() throws IOException {
        final byte[] red = {0, (byte) 255};
        final byte[] blue = {(byte) 255, 0};
        final BufferedImage colours = new BufferedImage(
                2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, red, new byte[2], blue));
        colours.getRaster().setSample(1, 0, 0, 1);
        ImageIO.write(colours, "png", folder.resolve("colours.png").toFile());
        final BufferedImage glass = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        glass.setRGB(0, 0, 0x80010203);
        ImageIO.write(glass, "png", folder.resolve("glass.png").toFile());

        final PictureReader.Read read = PictureReader.read(folder.resolve("glass.png"));

        assertSamples(
                PictureReader.read(folder.resolve("colours.png")).picture(), 2, 1, 255, "\0\u00ff", "\0\0", "\u00ff\0");
        assertSamples(read.picture(), 1, 1, 255, "\u0001", "\u0002", "\u0003");
        assertTrue(read.hadTransparency());
        assertFalse(PictureReader.read(folder.resolve("colours.png")).hadTransparency());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void rejectsFilesThatAreCutOffAnywhere(String ending) throws IOException {
        final Path whole = folder.resolve("whole." + ending);
        final char[] noise = new char[64 * 64];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (char) (i * 7919 % 256);
        }
        PictureWriter.to(whole).write(new Picture(64, 64, 255, List.of(noise)));
        final byte[] bytes = Files.readAllBytes(whole);

        for (int length = 0; length < bytes.length * 9 / 10; length += 97) {
            final Path cut = Files.write(folder.resolve("cut." + ending), Arrays.copyOf(bytes, length));
            final UserError error = assertThrows(UserError.class, () -> PictureReader.read(cut), "at " + length);
            assertEquals(1, error.getMessage().lines().count());
        }
    }

    /** A hundred bytes that claim 20,000 × 20,000 pixels: refused before memory is allocated. */
    @Test
    void rejectsAPngThatClaimsMoreThanItCanHold() throws IOException {
        final ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(20_000)
                        .putInt(20_000)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
        chunk(png, "IDAT", new byte[30]);
        chunk(png, "IEND", new byte[0]);
        final Path file = Files.write(folder.resolve("bomb.png"), png.toByteArray());

        assertTrue(assertThrows(UserError.class, () -> PictureReader.read(file))
                .getMessage()
                .contains("cannot hold 20000×20000 pixels"));
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        final byte[] named = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        final CRC32 crc = new CRC32();
        crc.update(named);
        png.write(ByteBuffer.allocate(4).putInt(data.length).array());
        png.write(named);
        png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
