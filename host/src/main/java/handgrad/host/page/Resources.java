package handgrad.host.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files that lie in the jar. */
final class Resources {
    private Resources() {}

    /** Opens a file by its absolute name. */
    static InputStream open(String name) {
        return Objects.requireNonNull(Resources.class.getResourceAsStream(name), () -> name + " is not in the jar");
    }

    /** Reads a file by its absolute name, as UTF-8. */
    static String text(String name) {
        try (InputStream stream = open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads a file of the page. */
    static String ofPage(String name) {
        return text("/handgrad/page/" + name);
    }
}
