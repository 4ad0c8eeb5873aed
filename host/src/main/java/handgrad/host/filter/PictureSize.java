package handgrad.host.filter;

import handgrad.host.UserError;
import java.nio.file.Path;
import java.util.Locale;

/** The check of a size that a file claims, before anything is allocated for it. */
final class PictureSize {
    /** Larger colour pictures do not fit the arrays that Java decodes into. */
    private static final long MOST_PIXELS = 500_000_000;

    /** A colour picture decoded, as samples, the result as samples and encoded: 3 or 6 + 6 + 6 + 6 bytes. */
    private static final long BYTES_A_PIXEL = 24;

    private PictureSize() {}

    /**
     * Demands that a picture can be had.
     *
     * @param file where it is, for the message
     * @param width what the file says
     * @param height what the file says
     * @throws UserError if the size is none, too large for this program, or too large for Java's memory
     */
    static void check(Path file, long width, long height) {
        if (width < 1 || height < 1) {
            throw new UserError(
                    file + ": a picture of " + width + "×" + height + " pixels is none; the file is corrupt");
        }
        if (height > MOST_PIXELS / width) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "%s: %,d×%,d pixels are more than the %,d that a picture may have; make it smaller",
                    file,
                    width,
                    height,
                    MOST_PIXELS));
        }
        final long needed = width * height * BYTES_A_PIXEL;
        final long available = Runtime.getRuntime().maxMemory();
        if (needed > available / 4 * 3) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "%s: %,d×%,d pixels need about %,d MiB, but Java may take %,d: raise it with"
                            + " HANDGRAD_JAVA_OPTIONS=-Xmx%dm",
                    file,
                    width,
                    height,
                    needed >> 20,
                    available >> 20,
                    (needed >> 20) * 4 / 3 + 1));
        }
    }
}
