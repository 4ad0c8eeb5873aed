package handgrad.host.safetensors;

import static handgrad.host.safetensors.HostileFile.GOOD;
import static handgrad.host.safetensors.HostileFile.GOOD_DATA_BYTES;
import static handgrad.host.safetensors.HostileFile.assertRejected;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose length, text, JSON or metadata is wrong, before any tensor is. */
class MalformedHeaderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void isRejectedWithoutALength(int bytes) throws IOException {
        assertRejected(folder, new byte[bytes], "it has " + bytes + " bytes, fewer than the 8 of a header's length");
    }

    /**
     * The last three: one more than the file has, one that overflows with the 8 before it, and one with the sign bit.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"1000", "99999999", "1099511627776", "GOOD+1", "9223372036854775807", "18446744073709551615"})
    void isRejectedForALengthPastTheEnd(String length) throws IOException {
        final byte[] header = GOOD.getBytes(StandardCharsets.UTF_8);
        final long claimed = length.equals("GOOD+1") ? header.length + 1 : Long.parseUnsignedLong(length);
        assertRejected(
                folder,
                RawFile.withLength(claimed, header, new byte[0]),
                "its header should have %s bytes, but only %d follow; it is cut short or not a safetensors file"
                        .formatted(Long.toUnsignedString(claimed), header.length));
    }

    @Test
    void isRejectedForAHeaderBeyondTheFormatsLimit() throws IOException {
        final Path path = folder.resolve("large.safetensors");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(RawFile.withLength(100_000_001, new byte[0], new byte[0]));
            // Sparse: it takes no room on the disk.
            file.setLength(200_000_000);
        }
        final UserError error =
                assertThrows(UserError.class, () -> SafetensorsReader.read(path, NonFinitePolicy.ALLOW));
        assertTrue(error.getMessage().endsWith("its header has 100000001 bytes; the format's limit is 100000000"));
    }

    @Test
    void isRejectedForAnotherFormat() throws IOException {
        assertRejected(
                folder,
                "PK\3\4, a zip archive of PyTorch's".getBytes(StandardCharsets.UTF_8),
                "or not a safetensors file");
    }

    /**
     * Each row: what is wrong; the header, in which ~ stands for a control character; what the message must contain.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            no header|``|its header is empty
            spaces only|        |its header does not begin with '{'
            a space first| {}|its header does not begin with '{'
            a list|[]|its header does not begin with '{'
            header cut short|{"a":{"dtype":|its header does not end with '}' and spaces
            end of line after it|{}~|its header does not end with '}' and spaces
            brace missing|{"__metadata__":{}|Unexpected end-of-input
            second object|{}{}|its header goes on after the closing brace
            stray brace|{}}|not valid JSON at character
            comma at the end|{"__metadata__":{},}|expecting double-quote to start property name
            single quotes|{'a':{}}|(''' (code 39))
            comment|{/**/"a":{}}|('/' (code 47))
            unquoted name|{a:{}}|('a' (code 97))
            colon missing|{"a" {}}|expecting a colon
            unknown word|{"a":maybe}|Unrecognized token 'maybe'
            NaN|{"a":NaN}|'NaN'
            end of line in a name|{"a~":{}}|Illegal unquoted character
            unknown escape|{"\\x41":{}}|Unrecognized character escape 'x'
            half a surrogate pair|{"\\ud800":{}}|Broken surrogate pair in property name
            text as metadata|{"__metadata__":"v"}|__metadata__ must be an object of texts, not a text
            null as metadata|{"__metadata__":null}|__metadata__ must be an object of texts, not null
            list as metadata|{"__metadata__":["k"]}|__metadata__ must be an object of texts, not a list
            number in metadata|{"__metadata__":{"k":1}}|__metadata__ must hold only texts, but "k" is the number 1
            object in metadata|{"__metadata__":{"k":{}}}|__metadata__ must hold only texts, but "k" is an object
            false in metadata|{"__metadata__":{"k":false}}|__metadata__ must hold only texts, but "k" is false
            metadata's key twice|{"__metadata__":{"k":"v","k":"v"}}|__metadata__ has the key "k" twice
            metadata twice|{"__metadata__":{},"__metadata__":{}}|its header has __metadata__ twice
            half a pair in metadata|{"__metadata__":{"k":"\\udc00"}}|the metadata of "k" is not valid Unicode
            half a pair in a key|{"__metadata__":{"\\udc00":""}}|Unexpected low surrogate in property name
            """)
    void isRejected(String what, String header, String message) throws IOException {
        assertRejected(folder, RawFile.of(header.replace('~', '\n'), 0), message);
    }

    @Test
    void isRejectedForPaddingWithZeros() throws IOException {
        assertRejected(folder, RawFile.of(GOOD + "\0\0", GOOD_DATA_BYTES), "does not end with '}' and spaces");
    }

    @Test
    void isRejectedForAByteOrderMark() throws IOException {
        assertRejected(folder, RawFile.of("\uFEFF" + GOOD, GOOD_DATA_BYTES), "does not begin with '{'");
    }

    /** A stray byte, an overlong slash, half a surrogate pair, a character beyond the last, and one cut short. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00ff", "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00e2\u0082"})
    void isRejectedForBytesThatAreNotUtf8(String bytes) throws IOException {
        final byte[] header = ("{\"" + bytes + "\":{}}").getBytes(StandardCharsets.ISO_8859_1);
        assertRejected(folder, RawFile.withLength(header.length, header, new byte[0]), "its header is not valid UTF-8");
    }

    /** A parser that guesses the encoding from the zeros would take this for UTF-16, whose last byte happens to fit. */
    @Test
    void isRejectedForUtf16() throws IOException {
        final byte[] header = (GOOD + "\u7d20").getBytes(StandardCharsets.UTF_16LE);
        assertRejected(
                folder,
                RawFile.withLength(header.length, header, new byte[GOOD_DATA_BYTES]),
                "its header is not valid JSON at character");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [      | tensor "a" must be an object, not a list
            {"b":  | tensor "a" has the unknown field "b"
            """)
    void isRejectedForDepth(String level, String message) throws IOException {
        // A parser that recurses would run out of stack.
        assertRejected(folder, RawFile.of("{\"a\":" + level.repeat(1_000_000) + "}", 0), message);
    }

    @Test
    void isRejectedForTooManyTensors() throws IOException {
        final String tensors = many("\"%d\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        assertRejected(folder, RawFile.of("{" + tensors + "}", 0), "its header has more than 65536 tensors");
    }

    @Test
    void isRejectedForTooManyTexts() throws IOException {
        final String header = "{\"__metadata__\":{" + many("\"%d\":\"\"") + "}}";
        assertRejected(folder, RawFile.of(header, 0), "__metadata__ has more than 65536 texts");
    }

    private static String many(String entry) {
        return IntStream.rangeClosed(0, 65_536).mapToObj(entry::formatted).collect(Collectors.joining(","));
    }
}
