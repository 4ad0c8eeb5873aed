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

    /** Kept, since the logging system forgets a logger that nobody holds. */
    private static final Logger JLINE = Logger.getLogger("org.jline");

    private Terminal() {}

    /**
     * Whether a person watches standard error. Java tells only of standard input and output together, so Linux is asked
     * directly.
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

    /** Keeps the library that asks for the terminal's width from logging that standard output is none. */
    public static void quietWidthLookup() {
        JLINE.setLevel(Level.OFF);
    }
}
