package handgrad.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.opencl.OpenClHere;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that the device's compiler refuses. */
class BrokenKernelTest {
    @TempDir
    private Path folder;

    /**
     * A deliberately broken function ahead of the right ones on the class path, in a file whose kernels are not used.
     */
    @Test
    void aTrainingWithABrokenKernelKeepsTheLogInItsFolder() throws IOException, InterruptedException {
        OpenClHere.require();
        final Path broken = folder.resolve("classes/handgrad/opencl/pooling.cl");
        Files.createDirectories(broken.getParent());
        Files.writeString(broken, "INLINE real broken(real x) { return missing; }\n");
        final Path run = folder.resolve("run");
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                        "handgrad.cli.Main",
                        "train",
                        "two-layer",
                        "--device",
                        "opencl",
                        "--quiet",
                        "--output",
                        run.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        final List<String> lines = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                // Of the compiler itself, which PoCL lets write to the process' error stream.
                .filter(line -> !line.matches("\\d+ errors? generated\\."))
                .toList();
        assertEquals(1, process.waitFor(), lines.toString());
        assertEquals(1, lines.size(), lines.toString());
        final Path log = run.resolve("device.log");
        assertTrue(lines.getFirst().endsWith("its compiler's log and the source are in " + log), lines.getFirst());
        assertTrue(lines.getFirst().contains("use of undeclared identifier 'missing'"), lines.getFirst());
        assertTrue(Files.readString(log).contains("return missing"), "the log should hold the source");
    }
}
