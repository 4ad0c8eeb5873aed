package handgrad.host.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorsTest {
    @ParameterizedTest
    @CsvSource({
        "http://a.example/b, http://a.example/b/file",
        "https://a.example/b/, https://a.example/b/file",
        "HTTPS://a.example:8080, HTTPS://a.example:8080/file",
        // Java writes file:///a as file:/a, the same address.
        "file:///a/b, file:/a/b/file",
    })
    void takesAddressesOfFolders(String address, String file) {
        assertEquals(file, Mirrors.parse(address).resolve("file").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b",
                "ftp://a.example/",
                "file:a",
                "file://host/a",
                "http:///a",
                "http://a b",
                "file:///a?b"
            })
    void refusesAnythingElseInOneLine(String address) {
        final String message =
                assertThrows(UserError.class, () -> Mirrors.parse(address)).getMessage();
        assertTrue(message.startsWith("--mirror " + address + ": an address must be"), message);
    }
}
