package handgrad.host.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.program.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Correct files, built from the format's description, and what is asked of them. */
class SafetensorsReaderTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheLayoutsThatTheFormatAllows() throws IOException {
        // Data in another order than the header, padding, white space, a scalar, an empty tensor, an escape, metadata
        // last.
        final String header = """
                { "late": {"shape": [1, 2], "dtype": "F32", "data_offsets": [4, 12]},
                  "scal\\u00e4r": {"dtype": "I32", "shape": [], "data_offsets": [0, 4]},
                  "none": {"data_offsets": [4, 4], "dtype": "F32", "shape": [3, 0, 2]},
                  "__metadata__": {"z": "1", "a": ""} }""";
        final SafetensorsFile file =
                read(header, data(12).putInt(-7).putFloat(1.5f).putFloat(-0f));
        assertEquals(
                List.of("late", "scalär", "none"), List.copyOf(file.tensors().keySet()));
        assertArrayEquals(new float[] {1.5f, -0f}, file.floats("late"));
        assertArrayEquals(new int[] {-7}, file.integers("scalär"));
        assertArrayEquals(new float[0], file.floats("none"));
        assertEquals(Optional.of(Shape.of(1, 2)), file.tensor("late").shape());
        assertEquals(Optional.empty(), file.tensor("scalär").shape());
        assertEquals(List.of(3L, 0L, 2L), file.tensor("none").dimensions());
        assertEquals(Optional.empty(), file.tensor("none").shape());
        assertEquals(
                List.of(Map.entry("z", "1"), Map.entry("a", "")),
                List.copyOf(file.metadata().entrySet()));
    }

    @Test
    void readsAFileWithoutTensors() throws IOException {
        final SafetensorsFile file = read("{}", data(0));
        assertEquals(Map.of(), file.tensors());
        assertEquals(Map.of(), file.metadata());
    }

    @Test
    void convertsDoubles() throws IOException {
        // 0.1 as a double rounds to the float 0.1f; 1e-60 is below the smallest float.
        final ByteBuffer values = data(24).putDouble(0.1).putDouble(-1e-60).putDouble(Double.NEGATIVE_INFINITY);
        assertArrayEquals(
                new float[] {0.1f, -0f, Float.NEGATIVE_INFINITY},
                read(one("F64", 3, 24), values).floats("a"));
    }

    @Test
    void convertsHalfPrecision() throws IOException {
        // IEEE 754 binary16: 1, −2, the largest (65504), the smallest subnormal (2⁻²⁴), −0, infinity.
        final ByteBuffer values = data(12);
        for (final int bits : new int[] {0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00}) {
            values.putShort((short) bits);
        }
        assertArrayEquals(
                new float[] {1, -2, 65504, 0x1p-24f, -0f, Float.POSITIVE_INFINITY},
                read(one("F16", 6, 12), values).floats("a"));
    }

    @Test
    void convertsBrainFloats() throws IOException {
        // bfloat16: 1, −2, the float nearest π with 8 significant bits (3.140625), −0.
        final ByteBuffer values = data(8);
        for (final int bits : new int[] {0x3f80, 0xc000, 0x4049, 0x8000}) {
            values.putShort((short) bits);
        }
        assertArrayEquals(
                new float[] {1, -2, 3.140625f, -0f},
                read(one("BF16", 4, 8), values).floats("a"));
    }

    @Test
    void convertsLongs() throws IOException {
        final ByteBuffer values = data(16).putLong(Integer.MIN_VALUE).putLong(Integer.MAX_VALUE);
        assertArrayEquals(
                new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
                read(one("I64", 2, 16), values).integers("a"));
    }

    @Test
    void refusesValuesThatDoNotFit() {
        assertRefused(
                one("F64", 2, 16),
                data(16).putDouble(1).putDouble(1e39),
                "holds 1.0E39 at index 1, which is beyond float32");
        assertRefused(
                one("I64", 2, 16),
                data(16).putLong(1).putLong(1L << 31),
                "holds 2147483648 at index 1, which is beyond int32");
    }

    /** The index is beyond the first piece that the reader takes, of 2¹⁴ floats. */
    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void refusesOrReadsValuesThatAreNotFinite(float value) throws IOException {
        final ByteBuffer values = data(80_000).putFloat(4 * 17_003, value);
        final Path path = Files.write(folder.resolve("file"), RawFile.of(one("F32", 20_000, 80_000), values.array()));
        final String message = assertThrows(UserError.class, () -> SafetensorsReader.read(path, NonFinitePolicy.REJECT))
                .getMessage();
        assertEquals(
                "cannot read %s: tensor \"a\" holds %s at index 17003; only finite values are of use here"
                        .formatted(path, value),
                message);
        assertEquals(value, SafetensorsReader.read(path, NonFinitePolicy.ALLOW).floats("a")[17_003]);
    }

    @Test
    void saysWhatAFileLacks() throws IOException {
        final SafetensorsFile file = read(one("F32", 1, 4), data(4));
        final SafetensorsFile labels = read(one("I32", 1, 4), data(4));
        assertEquals(
                file.path() + " has no tensor \"c1.weight\"; it has \"a\"",
                assertThrows(UserError.class, () -> file.floats("c1.weight")).getMessage());
        assertEquals(
                file.path() + ": tensor \"a\" holds floating-point numbers, but integers are needed",
                assertThrows(UserError.class, () -> file.integers("a")).getMessage());
        assertEquals(
                file.path() + ": tensor \"a\" holds integers, but floating-point numbers are needed",
                assertThrows(UserError.class, () -> labels.floats("a")).getMessage());
        assertEquals(
                file.path() + ": tensor \"a\" has shape [1], but [6, 1, 5, 5] is needed",
                assertThrows(UserError.class, () -> file.floats("a", Shape.of(6, 1, 5, 5)))
                        .getMessage());
        assertEquals(1, file.floats("a", Shape.of(1)).length);
        assertEquals(1, labels.integers("a", Shape.of(1)).length);
    }

    @Test
    void saysWhatIsNotAFile() {
        assertUnreadable(folder.resolve("no"), "there is no such file");
        assertUnreadable(folder, "it is a folder");
        final Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            assertUnreadable(device, "it is not a regular file");
        }
    }

    private static void assertUnreadable(Path path, String message) {
        final UserError error =
                assertThrows(UserError.class, () -> SafetensorsReader.read(path, NonFinitePolicy.ALLOW));
        assertTrue(error.getMessage().startsWith("cannot read " + path + ": " + message), error.getMessage());
    }

    private void assertRefused(String header, ByteBuffer values, String message) {
        final UserError error = assertThrows(UserError.class, () -> read(header, values));
        assertTrue(error.getMessage().endsWith(": tensor \"a\" " + message), error.getMessage());
    }

    private SafetensorsFile read(String header, ByteBuffer values) throws IOException {
        final Path path = Files.write(folder.resolve("file"), RawFile.of(header, values.array()));
        return SafetensorsReader.read(path, NonFinitePolicy.ALLOW);
    }

    private static String one(String type, int count, int bytes) {
        return "{\"a\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}".formatted(type, count, bytes);
    }

    private static ByteBuffer data(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
