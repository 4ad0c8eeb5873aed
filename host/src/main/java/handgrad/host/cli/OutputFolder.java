package handgrad.host.cli;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that {@code --output} names, for commands whose files may replace those of an earlier time. */
final class OutputFolder {
    private OutputFolder() {}

    /**
     * Makes the folder, unless it is there, and tries whether files can be written into it. Called before what may take minutes.
     *
     * @param folder which
     * @return the same
     * @throws UserError if it cannot be made or written to
     */
    static Path make(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UserError("--output " + folder + " is a file; name a folder");
        }
        try {
            Files.createDirectories(folder);
        } catch (final IOException failure) {
            throw new UserError(
                    "--output " + folder + " cannot be made: " + failure + "; name another folder", failure);
        }
        try {
            Files.delete(Files.createTempFile(folder, ".handgrad-", ".tmp"));
        } catch (final IOException failure) {
            throw new UserError(
                    "--output " + folder + " cannot be written to: " + failure + "; name another folder", failure);
        }
        return folder;
    }
}
