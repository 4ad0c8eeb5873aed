package handgrad.host.safetensors;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that the reader must refuse, and the demands on every refusal. */
final class HostileFile {
    /**
     * A correct file of two tensors, so that a hostile one can differ from it in one place: {@code a}, four floats, and
     * {@code b}, two integers, 24 bytes of data.
     */
    static final String GOOD = "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
            + "\"b\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[16,24]}}";

    static final int GOOD_DATA_BYTES = 24;

    private HostileFile() {}

    /** Has the reader refuse the bytes, with one clean line that names the file and contains the text. */
    static void assertRejected(Path folder, byte[] file, String text) throws IOException {
        final Path path = Files.write(folder.resolve("hostile.safetensors"), file);
        final String message = assertThrows(UserError.class, () -> SafetensorsReader.read(path, NonFinitePolicy.ALLOW))
                .getMessage();
        assertTrue(message.startsWith("cannot read " + path + ": "), message);
        assertTrue(message.contains(text), () -> "\"" + text + "\" is missing: " + message);
        assertFalse(
                message.codePoints().anyMatch(Character::isISOControl), "more than a line, or not text: " + message);
        assertTrue(message.length() < path.toString().length() + 400, "too long for a line: " + message);
    }
}
