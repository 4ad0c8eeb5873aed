package handgrad.host.run.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderPlanTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 2, 3, 4, 5);

    @TempDir
    private Path parent;

    @Test
    void isNamedAfterModelSeedAndTime() {
        final RunFolder folder = RunFolderPlan.automatic(parent.resolve("runs"), "lenet5-modern", "seed7", NOW)
                .create();

        assertEquals(parent.resolve("runs/lenet5-modern-seed7-20260102-030405"), folder.path());
        assertTrue(Files.isDirectory(folder.path()));
    }

    /** Many runs that start in one second, from several threads. */
    @Test
    void isAnothersNever() {
        final List<Path> paths = IntStream.range(0, 40)
                .parallel()
                .mapToObj(run -> RunFolderPlan.automatic(parent, "m", "seed0", NOW)
                        .create()
                        .path())
                .toList();

        assertEquals(40, new HashSet<>(paths).size());
    }

    @Test
    void isNotMadeBeforeItIsNeeded() {
        RunFolderPlan.named(parent.resolve("a/b/c"), false);
        RunFolderPlan.automatic(parent.resolve("runs"), "m", "seed0", NOW);

        assertFalse(Files.exists(parent.resolve("a")) || Files.exists(parent.resolve("runs")));
    }

    @Test
    void goesAwayAgainWithTheFoldersMadeForIt() throws IOException {
        final RunFolder folder =
                RunFolderPlan.named(parent.resolve("a/b/c"), false).create();
        Files.createFile(parent.resolve("a/other"));

        folder.discard();

        assertFalse(Files.exists(parent.resolve("a/b")));
        assertTrue(Files.exists(parent.resolve("a/other")));
    }

    @Test
    void keepsAnEmptyFolderThatTheUserMade() throws IOException {
        final Path mine = Files.createDirectory(parent.resolve("mine"));

        RunFolderPlan.named(mine, false).create().discard();

        assertTrue(Files.exists(mine));
    }

    @Test
    void takesNoFolderWithSomethingInIt() throws IOException {
        Files.createFile(parent.resolve("something"));

        assertThrows(UserError.class, () -> RunFolderPlan.named(parent, false));
    }

    @Test
    void removesAnEarlierRunsFilesAndNoOthers() throws IOException {
        for (final String name : Set.of("config.json", "model.safetensors", "steps.csv", "mine.txt")) {
            Files.createFile(parent.resolve(name));
        }

        RunFolderPlan.named(parent, true).create();

        try (var files = Files.list(parent)) {
            assertEquals(List.of(parent.resolve("mine.txt")), files.toList());
        }
    }

    @Test
    void isRefusedWhereAFileIsInTheWay() throws IOException {
        final Path file = Files.createFile(parent.resolve("file"));

        assertThrows(UserError.class, () -> RunFolderPlan.named(file, true));
        assertThrows(UserError.class, () -> RunFolderPlan.named(file.resolve("a/b"), false));
        assertThrows(UserError.class, () -> RunFolderPlan.automatic(file, "m", "seed0", NOW));
    }
}
