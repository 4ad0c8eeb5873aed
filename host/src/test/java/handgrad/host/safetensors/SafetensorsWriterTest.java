package handgrad.host.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.program.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    /** ±0, the least and the largest, infinities, and NaNs whose payload and sign arithmetic would lose. */
    private static final int[] AWKWARD_BITS = {
        0, 0x80000000, 1, 0x80000001, 0x7f7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00001, 0x7f800001, 0x7fabcdef
    };

    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void nameTheFile() {
        target = folder.resolve("checkpoint.safetensors");
    }

    @Test
    void writesTheBytesThatTheFormatDescribes() throws IOException {
        SafetensorsWriter.write(
                target,
                Map.of("k", "v"),
                List.of(
                        new StoredTensor.Floats("a", Shape.of(2, 1), new float[] {1, -2}),
                        new StoredTensor.Integers("b", List.of(), new int[] {-1})));
        final String header = "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        // 1.0f is 3f800000, −2.0f is c0000000, −1 is ffffffff, each with its lowest byte first.
        final byte[] data = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0, -1, -1, -1, -1};
        final int padding = (8 - header.length() % 8) % 8;
        assertTrue(padding > 0, "the example shows the padding");
        assertArrayEquals(RawFile.of(header + " ".repeat(padding), data), Files.readAllBytes(target));
    }

    @Test
    void anIndependentParserReadsWhatIsWritten() throws IOException {
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("seed", "42");
        metadata.put("a \"quoted\"\nkey\\", "größer 数 🎉 \u0000 \u2028");
        metadata.put("", "");
        final float[] awkward = new float[AWKWARD_BITS.length];
        for (int i = 0; i < awkward.length; i++) {
            awkward[i] = Float.intBitsToFloat(AWKWARD_BITS[i]);
        }
        // More than one of the writer's pieces of 2¹⁴ values, and not a multiple of one.
        final int[] order = new Random(1).ints(40_001).toArray();
        final List<StoredTensor> tensors = List.of(
                new StoredTensor.Integers("state/order", Shape.of(40_001), order),
                new StoredTensor.Floats("größe/数\"🎉", Shape.of(1, 11), awkward),
                new StoredTensor.Floats("a", List.of(0L, 3L), new float[0]),
                new StoredTensor.Floats("", List.of(), new float[] {0.1f}));
        SafetensorsWriter.write(target, metadata, tensors);

        final byte[] bytes = Files.readAllBytes(target);
        final StrictParser parsed = StrictParser.parse(bytes);
        assertEquals(
                List.copyOf(metadata.entrySet()), List.copyOf(parsed.metadata().entrySet()));
        assertEquals(
                List.of("state/order", "größe/数\"🎉", "a", ""),
                List.copyOf(parsed.tensors().keySet()));
        assertEquals("I32", parsed.tensors().get("state/order").type());
        assertArrayEquals(order, parsed.tensors().get("state/order").integers());
        assertEquals(List.of(1L, 11L), parsed.tensors().get("größe/数\"🎉").shape());
        assertArrayEquals(AWKWARD_BITS, parsed.tensors().get("größe/数\"🎉").integers());
        assertEquals(List.of(0L, 3L), parsed.tensors().get("a").shape());
        assertArrayEquals(
                new int[] {Float.floatToRawIntBits(0.1f)},
                parsed.tensors().get("").integers());
        assertEquals(0, bytes[0] % 8, "the header's length is a multiple of 8");

        final SafetensorsFile read = SafetensorsReader.read(target, NonFinitePolicy.ALLOW);
        assertEquals(
                List.copyOf(metadata.entrySet()), List.copyOf(read.metadata().entrySet()));
        assertArrayEquals(order, read.integers("state/order", Shape.of(40_001)));
        final float[] again = read.floats("größe/数\"🎉", Shape.of(1, 11));
        assertArrayEquals(
                AWKWARD_BITS,
                IntStream.range(0, again.length)
                        .map(i -> Float.floatToRawIntBits(again[i]))
                        .toArray());

        SafetensorsWriter.write(
                target, read.metadata(), List.copyOf(read.tensors().values()));
        assertArrayEquals(bytes, Files.readAllBytes(target), "the same content gives the same bytes");
    }

    @Test
    void leavesOutEmptyMetadata() throws IOException {
        SafetensorsWriter.write(target, Map.of(), List.of());
        // The reference implementation writes the same for no tensors: "{}" and six spaces.
        assertArrayEquals(RawFile.of("{}      ", 0), Files.readAllBytes(target));
        assertEquals(
                Map.of(), SafetensorsReader.read(target, NonFinitePolicy.REJECT).metadata());
    }

    @Test
    void refusesWhatCouldNotBeReadAgain() {
        final StoredTensor tensor = new StoredTensor.Floats("a", Shape.of(1), new float[1]);
        assertNotWritten(Map.of(), List.of(tensor, tensor), "tensor \"a\" twice");
        assertNotWritten(
                Map.of(), List.of(new StoredTensor.Floats("__metadata__", Shape.of(1), new float[1])), "__metadata__");
        assertNotWritten(Map.of(), List.of(new StoredTensor.Floats("\ud800", Shape.of(1), new float[1])), "surrogate");
        assertNotWritten(Map.of("k", "\udc00"), List.of(), "not valid Unicode");
    }

    @Test
    void refusesValuesThatDoNotFillTheirShape() {
        assertThrows(IllegalArgumentException.class, () -> new StoredTensor.Floats("a", Shape.of(2, 2), new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new StoredTensor.Integers("a", Shape.of(2), new int[3]));
        assertThrows(
                IllegalArgumentException.class, () -> new StoredTensor.Floats("a", List.of(-1L, -1L), new float[1]));
    }

    @Test
    void saysThatTheFolderIsMissing() {
        final UserError error = assertThrows(
                UserError.class, () -> SafetensorsWriter.write(folder.resolve("no/file"), Map.of(), List.of()));
        assertTrue(error.getMessage().contains("does not exist"), error.getMessage());
    }

    private void assertNotWritten(Map<String, String> metadata, List<StoredTensor> tensors, String message) {
        final IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> SafetensorsWriter.write(target, metadata, tensors));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertTrue(Files.notExists(target));
    }
}
