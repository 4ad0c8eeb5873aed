package handgrad.host.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://a.example/b", "https://a.example/b/", "HTTPS://a.example:8080/b", "file:///a/b"})
    void takesAddressesOfFolders(String address) {
        final URI mirror = Mirrors.parse(address);
        // Java writes file:///a as file:/a: the same address.
        final String inFolder = address.replaceAll("/?$", "/file").replace("file:///", "file:/");
        assertEquals(inFolder, mirror.resolve("file").toString());
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
