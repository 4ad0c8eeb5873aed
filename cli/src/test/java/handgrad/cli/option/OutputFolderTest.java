package handgrad.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    private Path parent;

    @Test
    void aFolderIsMadeWhenThereIsSomethingToWrite() {
        final Path wanted = parent.resolve("a").resolve("b");

        final OutputFolder folder = OutputFolder.tried(wanted);

        assertFalse(Files.exists(parent.resolve("a")), "while the command works, until it has something to write");
        assertEquals(wanted, folder.make());
        assertTrue(Files.isDirectory(wanted));
    }

    @Test
    void whatLiesThereStays() throws IOException {
        final Path file = Files.writeString(parent.resolve("compare.json"), "{}");

        assertEquals(parent, OutputFolder.tried(parent).make());

        try (Stream<Path> listed = Files.list(parent)) {
            assertEquals(List.of(file), listed.toList());
        }
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        final Path file = Files.writeString(parent.resolve("taken"), "");

        assertTrue(assertThrows(UserError.class, () -> OutputFolder.tried(file))
                .getMessage()
                .contains("is a file"));
        assertThrows(UserError.class, () -> OutputFolder.tried(file.resolve("below")));
    }

    /** It fails long after the folder was checked, as Ctrl-C would. */
    @Test
    void aCommandThatFailsLeavesNothing() {
        final Path wanted = parent.resolve("profiles").resolve("oracle");

        CommandLine.run("profile", "two-layer", "--device", "oracle", "--output", wanted.toString())
                .error(1);

        assertFalse(Files.exists(parent.resolve("profiles")));
    }
}
