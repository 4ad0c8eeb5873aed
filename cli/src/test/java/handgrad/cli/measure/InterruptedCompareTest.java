package handgrad.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.cli.HandgradProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A comparison that is ended by Ctrl-C while one of its processes trains. */
@DisabledOnOs(OS.WINDOWS)
class InterruptedCompareTest {
    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void leavesNoProcessAndNoFile(@TempDir Path logs, @TempDir Path temporary, @TempDir Path output)
            throws IOException, InterruptedException {
        final Process process = HandgradProcess.start(
                logs,
                List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary),
                List.of(
                        "compare",
                        "two-layer",
                        "--device",
                        "java",
                        "--epochs",
                        "1000000",
                        "--output",
                        output.toString()));
        while (process.isAlive()
                && (process.descendants().findAny().isEmpty()
                        || files(temporary).size() < 2)) {
            Thread.sleep(5);
        }
        final List<ProcessHandle> children = process.descendants().toList();

        HandgradProcess.signal(process, "INT");

        assertEquals(130, HandgradProcess.end(logs, process).code());
        assertEquals(1, children.size());
        children.getFirst().onExit().join();
        assertEquals(List.of(), files(temporary));
        assertEquals(List.of(), files(output));
    }
}
