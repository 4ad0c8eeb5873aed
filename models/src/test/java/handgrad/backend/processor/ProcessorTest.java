package handgrad.backend.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    @TempDir
    private Path folder;

    @Test
    void takesTheFirstModelName() throws IOException {
        final Path file = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nmodel\t\t: 17\nmodel name\t: ACME Nine: 9000\n\n"
                        + "processor\t: 1\nmodel name\t: Other\n");

        assertEquals(Optional.of("ACME Nine: 9000"), Processor.linuxName(file));
    }

    @Test
    void doesWithoutAName() throws IOException {
        final Path nameless = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t:\n");
        final Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertEquals(Optional.empty(), Processor.linuxName(nameless));
        assertEquals(Optional.empty(), Processor.linuxName(binary));
        assertEquals(Optional.empty(), Processor.linuxName(folder.resolve("missing")));
    }

    @Test
    void countsTheProcessors() {
        assertTrue(Processor.name().matches(".+, [1-9][0-9]* processors?"), Processor.name());
    }
}
