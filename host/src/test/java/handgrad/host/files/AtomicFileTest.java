package handgrad.host.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void makesAndReplacesAFileAndLeavesNothingElse() throws IOException {
        final Path target = folder.resolve("metrics.csv");
        AtomicFile.writeText(target, "epoch,loss\n");
        assertEquals("epoch,loss\n", Files.readString(target));
        AtomicFile.writeText(target, "größer\n");
        assertEquals("größer\n", Files.readString(target));
        AtomicFile.writeBytes(target, new byte[] {0, -1});
        assertArrayEquals(new byte[] {0, -1}, Files.readAllBytes(target));
        assertEquals(List.of("metrics.csv"), names());
    }

    @Test
    void givesTheFileTheSamePermissionsAsAnyNewFile() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        final Path target = folder.resolve("shared.csv");
        AtomicFile.writeText(target, "x");
        final Path plain = Files.createFile(folder.resolve("plain"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(target));
    }

    @Test
    void writesAFileNamedWithoutAFolderIntoTheWorkingFolder() throws IOException {
        final Path target =
                Path.of("atomic-file-test-" + ProcessHandle.current().pid() + ".txt");
        try {
            AtomicFile.writeText(target, "here");
            assertEquals("here", Files.readString(target));
        } finally {
            Files.deleteIfExists(target);
        }
    }

    @Test
    void keepsTheEarlierFileWhenTheDiskIsFullHalfWay() throws IOException {
        final Path target = folder.resolve("checkpoint");
        AtomicFile.writeText(target, "earlier");
        final UserError error = assertThrows(
                UserError.class,
                () -> AtomicFile.write(target, output -> {
                    output.write(new byte[1 << 20]);
                    // The text that Java passes on from a real full disk on Linux.
                    throw new IOException("No space left on device");
                }));
        assertMessage(error, "cannot write " + target, "the disk is full", "the earlier file is unchanged");
        assertEquals("earlier", Files.readString(target));
        assertEquals(List.of("checkpoint"), names());
    }

    @Test
    void keepsTheEarlierFileWhenTheContentCannotBeMade() throws IOException {
        final Path target = folder.resolve("checkpoint");
        AtomicFile.writeText(target, "earlier");
        final IllegalStateException error = assertThrows(
                IllegalStateException.class,
                () -> AtomicFile.write(target, output -> {
                    output.write(new byte[1 << 20]);
                    throw new IllegalStateException("as thrown");
                }));
        assertEquals("as thrown", error.getMessage());
        assertEquals("earlier", Files.readString(target));
        assertEquals(List.of("checkpoint"), names());
    }

    @Test
    void saysThatTheFolderIsMissing() {
        final UserError error =
                assertThrows(UserError.class, () -> AtomicFile.writeText(folder.resolve("no/where.csv"), ""));
        assertMessage(error, "where.csv", "does not exist", "create it");
    }

    @Test
    void saysThatTheParentIsAFile() throws IOException {
        final Path file = Files.createFile(folder.resolve("file"));
        final UserError error =
                assertThrows(UserError.class, () -> AtomicFile.writeText(file.resolve("metrics.csv"), ""));
        assertMessage(error, "metrics.csv", "is not a folder");
    }

    @Test
    void saysThatTheTargetIsAFolder() {
        assertMessage(
                assertThrows(UserError.class, () -> AtomicFile.writeText(folder, "")),
                folder.toString(),
                "it is a folder");
        assertMessage(
                assertThrows(UserError.class, () -> AtomicFile.writeText(folder.getRoot(), "")), "it is a folder");
    }

    @Test
    void saysThatTheFolderIsNotWritable() throws IOException {
        final Path unwritable = unwritableFolder();
        final UserError error =
                assertThrows(UserError.class, () -> AtomicFile.writeText(unwritable.resolve("metrics.csv"), ""));
        assertMessage(error, "metrics.csv", unwritable.toString(), "is not writable");
    }

    @Test
    void survivesAnInterruptedThread() throws IOException {
        final Path target = folder.resolve("checkpoint");
        Thread.currentThread().interrupt();
        AtomicFile.writeText(target, "complete");
        assertTrue(Thread.interrupted(), "the interrupt is still there for whoever waits for it");
        assertEquals("complete", Files.readString(target));
    }

    @Test
    void showsAReaderOnlyCompleteFiles() throws Exception {
        final Path target = folder.resolve("checkpoint");
        final byte[] ones = new byte[1 << 20];
        Arrays.fill(ones, (byte) 1);
        final byte[] twos = new byte[1 << 19];
        Arrays.fill(twos, (byte) 2);
        AtomicFile.writeBytes(target, ones);
        final AtomicBoolean done = new AtomicBoolean();
        final Callable<Integer> reader = () -> {
            int reads = 0;
            while (!done.get()) {
                final byte[] seen = Files.readAllBytes(target);
                assertTrue(Arrays.equals(seen, ones) || Arrays.equals(seen, twos), "half a file was seen");
                reads++;
            }
            return reads;
        };
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            final Future<Integer> reads = executor.submit(reader);
            try {
                for (int i = 0; i < 30; i++) {
                    AtomicFile.writeBytes(target, i % 2 == 0 ? twos : ones);
                }
            } finally {
                done.set(true);
            }
            assertTrue(reads.get() > 0);
        }
    }

    @Test
    void removesTheLeftoversOfAKilledWriterAndNothingElse() throws IOException {
        final Path target = folder.resolve("metrics.csv");
        AtomicFile.write(target, output -> {
            // A copy of the temporary file stands for what a killed writer leaves.
            try (Stream<Path> files = Files.list(folder)) {
                final Path temporary = files.findFirst().orElseThrow();
                final String name = temporary.getFileName().toString();
                assertTrue(name.startsWith(".metrics.csv."), name);
                Files.copy(temporary, folder.resolve(name.replaceAll("[0-9a-f]{12}\\.tmp$", "000000000000.tmp")));
            }
        });
        Files.createFile(folder.resolve(".metrics.csv.mine.tmp"));
        Files.createFile(folder.resolve("other.csv"));
        assertEquals(4, names().size());
        AtomicFile.removeLeftovers(target);
        assertEquals(List.of(".metrics.csv.mine.tmp", "metrics.csv", "other.csv"), names());
        AtomicFile.removeLeftovers(folder.resolve("no/where"));
    }

    /** A folder in which even this process cannot write; root may write anywhere but in a system's own folders. */
    private Path unwritableFolder() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        final Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        if (!Files.isWritable(locked)) {
            return locked;
        }
        final Path system = Path.of("/sys");
        assumeTrue(Files.isDirectory(system), "root on a system without /sys");
        return system;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertMessage(UserError error, String... parts) {
        assertFalse(error.getMessage().contains("\n"), error.getMessage());
        for (final String part : parts) {
            assertTrue(error.getMessage().contains(part), () -> "\"" + part + "\" is missing: " + error.getMessage());
        }
    }
}
