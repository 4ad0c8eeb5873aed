package handgrad.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that {@code scripts/handgrad} starts the JVM with. */
class LauncherOptionsTest {
    private static final Path OPTIONS = Path.of("..", "scripts", "lib", "jvm.options");

    /** What a JVM with these options says of its version, on both streams. */
    private static String version(List<String> options) throws IOException, InterruptedException {
        final List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.add("--version");
        final Process process =
                new ProcessBuilder(words).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    /**
     * An archive of another JVM, or a truncated one, only slows the start, and users could do nothing about it: no
     * message.
     */
    @Test
    void anArchiveOfClassesThatDoesNotFitIsPassedOverInSilence(@TempDir Path folder) throws Exception {
        final Path archive = Files.writeString(folder.resolve("handgrad.jsa"), "no archive");
        final String use = "-XX:SharedArchiveFile=" + archive;
        assertTrue(version(List.of(use)).contains("archive"), "this JVM has nothing to say of a broken archive");
        final String said = version(List.of(use, "@" + OPTIONS));
        assertFalse(said.contains("archive"), said);
        assertFalse(said.contains("[cds]"), said);
    }
}
