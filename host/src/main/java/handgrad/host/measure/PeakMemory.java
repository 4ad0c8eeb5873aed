package handgrad.host.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The peak memory of this process. */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String KEY = "VmHWM:";

    private PeakMemory() {}

    /**
     * The largest resident set of the process, as Linux reports it.
     *
     * @return bytes, or empty where the system does not tell
     */
    public static OptionalLong resident() {
        return resident(STATUS);
    }

    /** From a file like {@code /proc/self/status}, which counts in kB of 1024 bytes. */
    static OptionalLong resident(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(KEY))
                    .map(line -> line.substring(KEY.length()).replace("kB", "").strip())
                    .filter(text -> text.matches("[0-9]{1,15}"))
                    .mapToLong(text -> 1024 * Long.parseLong(text))
                    .findFirst();
        } catch (final IOException | UncheckedIOException unreadable) {
            return OptionalLong.empty();
        }
    }
}
