package handgrad.host.cli;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that {@code --output} names, for commands whose files may replace those of an earlier time. */
final class OutputFolder {
    private OutputFolder() {}

    /**
     * Makes the folder, unless it is there.
     *
     * @param folder which
     * @return the same
     * @throws UserError if it cannot be made
     */
    static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (final IOException failure) {
            throw new UserError(
                    "--output " + folder + " cannot be made: " + failure + "; name another folder", failure);
        }
    }
}
