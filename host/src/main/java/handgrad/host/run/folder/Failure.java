package handgrad.host.run.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Words for what the file system says. */
final class Failure {
    private Failure() {}

    /** The reason without the file's name, which the message names already. */
    static String describe(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "it is not permitted";
            case NoSuchFileException _ -> "nothing can be made there";
            case FileSystemException named when named.getReason() != null -> named.getReason();
            default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    }
}
