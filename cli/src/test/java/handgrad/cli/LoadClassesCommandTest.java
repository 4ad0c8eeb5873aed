package handgrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/handgrad} runs this once after a build. Without the archive it still works, so only this test notices
 * a failure.
 */
class LoadClassesCommandTest {
    @Test
    void allItsTrainingsCanBeRun(@TempDir Path folder) throws IOException {
        final CommandLine line = CommandLine.run(LoadClassesCommand.NAME, folder.toString(), "--device", "cpu");
        assertEquals(ExitCode.DONE, line.code(), line.err());
        try (Stream<Path> runs = Files.list(folder)) {
            final List<Path> all = runs.toList();
            assertFalse(all.isEmpty());
            assertTrue(all.stream().allMatch(run -> Files.exists(run.resolve("result.json"))), all.toString());
        }
    }
}
