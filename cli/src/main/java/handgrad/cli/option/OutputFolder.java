package handgrad.cli.option;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The folder that {@code --output} names, for commands whose files may replace earlier ones. It is checked before work
 * that may take minutes, and made when there is something to write: a command that fails or is interrupted leaves no
 * empty folder behind.
 */
public final class OutputFolder {
    private final Path path;

    private OutputFolder(Path path) {
        this.path = path;
    }

    /**
     * Checks that the folder exists or can be made, and that files can be written into it. Leaves nothing behind.
     *
     * @param path which
     * @return the folder, not made yet
     * @throws UserError if it cannot be made or written to
     */
    public static OutputFolder tried(Path path) {
        final OutputFolder folder = new OutputFolder(path);
        final List<Path> missing = Stream.iterate(path.toAbsolutePath(), Objects::nonNull, Path::getParent)
                .takeWhile(Files::notExists)
                .toList();
        try {
            folder.make();
            Files.delete(Files.createTempFile(path, ".handgrad-", ".tmp"));
        } catch (final IOException failure) {
            throw new UserError(
                    "--output " + path + " cannot be written to: " + failure + "; name another folder", failure);
        } finally {
            missing.forEach(OutputFolder::deleteEmpty);
        }
        return folder;
    }

    /** Another process may have written there meanwhile. */
    private static void deleteEmpty(Path made) {
        try {
            Files.deleteIfExists(made);
        } catch (final IOException _) {
            // The folder stays, with what is in it.
        }
    }

    /**
     * Makes the folder, unless it is there.
     *
     * @return its path
     * @throws UserError if it cannot be made
     */
    public Path make() {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new UserError("--output " + path + " is a file; name a folder");
        }
        try {
            Files.createDirectories(path);
        } catch (final IOException failure) {
            throw new UserError("--output " + path + " cannot be made: " + failure + "; name another folder", failure);
        }
        return path;
    }
}
