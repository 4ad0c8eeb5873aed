package handgrad.cli.console;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the process's standard error is connected to. */
public final class Terminal {
    /** Linux: which file the process's standard error is. */
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /** Held in a field, since the logging system drops unreferenced loggers. */
    private static final Logger JLINE = Logger.getLogger("org.jline");

    private Terminal() {}

    /**
     * Whether standard error is a terminal. Java tells this only for standard input and output together, so Linux is
     * asked directly.
     *
     * @return true if it is a terminal that can draw a line again
     */
    public static boolean isStandardError() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        if (Files.exists(STANDARD_ERROR)) {
            try {
                final String target = STANDARD_ERROR.toRealPath().toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (final IOException pipe) {
                return false;
            }
        }
        final Console console = System.console();
        return console != null && console.isTerminal();
    }

    /**
     * Silences the library that queries the terminal's width, which would log that standard output is not a terminal.
     */
    public static void quietWidthLookup() {
        JLINE.setLevel(Level.OFF);
    }
}
