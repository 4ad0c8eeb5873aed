package handgrad.host.page.source;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files, up to a size that fits a page. */
final class SourceFile {
    /** A run of ten million steps has a table of this size. */
    private static final long MOST_BYTES = 256L << 20;

    private SourceFile() {}

    /**
     * Reads a file.
     *
     * @throws UserError if it cannot be read or is too large
     */
    static byte[] bytes(Path file) {
        return bytes(file, MOST_BYTES);
    }

    /**
     * Reads a file of a limited size.
     *
     * @throws UserError if it cannot be read or is larger
     */
    static byte[] bytes(Path file, long most) {
        try {
            final long size = Files.size(file);
            if (!Files.isRegularFile(file) || size > most) {
                throw new UserError(file + " is no file that a report can be made of: it has " + size
                        + " bytes, at most " + most + " are read");
            }
            return Files.readAllBytes(file);
        } catch (final IOException failure) {
            throw new UserError("cannot read " + file + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * Reads a text in UTF-8.
     *
     * @throws UserError if the file cannot be read, is too large or is no UTF-8
     */
    static String text(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes(file)))
                    .toString();
        } catch (final CharacterCodingException noText) {
            throw new UserError(file + " is no UTF-8 text; was it written by handgrad?", noText);
        }
    }
}
