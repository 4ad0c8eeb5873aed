package handgrad.host.page.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files that lie in the jar. */
public final class Resources {
    private Resources() {}

    /**
     * Opens a file by its absolute name.
     *
     * @param name such as {@code /handgrad/page/page.css}
     * @return the file's bytes
     */
    public static InputStream open(String name) {
        return Objects.requireNonNull(Resources.class.getResourceAsStream(name), () -> name + " is not in the jar");
    }

    /**
     * Reads a file by its absolute name, as UTF-8.
     *
     * @param name such as {@code /handgrad/page/page.css}
     * @return its text
     */
    public static String text(String name) {
        try (InputStream stream = open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Reads a file of the page.
     *
     * @param name its name in the page's folder
     * @return its text
     */
    public static String ofPage(String name) {
        return text("/handgrad/page/" + name);
    }
}
