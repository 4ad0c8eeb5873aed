package handgrad.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {
    private static List<String> lines(boolean notes, boolean details) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final ConsoleLog log = new ConsoleLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), notes, details);
        log.detail("detail");
        log.note("note");
        log.warning("warning");
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** That generated digits replaced MNIST must be shown even in a quiet run. */
    @Test
    void nothingSilencesAWarning() {
        assertEquals(List.of("warning"), lines(false, false));
    }

    @Test
    void detailsComeOnlyWhereWanted() {
        assertEquals(List.of("note", "warning"), lines(true, false));
        assertEquals(List.of("detail", "note", "warning"), lines(true, true));
    }
}
