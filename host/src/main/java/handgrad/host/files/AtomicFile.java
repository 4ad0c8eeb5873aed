package handgrad.host.files;

import handgrad.host.UserError;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes whole files so that a reader, a crash or a power cut finds either the earlier file or the complete new one,
 * never a part of one. The content goes to a temporary file in the same folder, is forced to the disk, and takes the
 * target's name in one rename; then the folder is forced, so that the rename itself lasts. On any failure the
 * temporary file is removed and the earlier file is untouched.
 *
 * <p>Several threads or processes may write one target at once: the last rename wins. A target that is a symbolic link
 * is replaced by a file.
 */
public final class AtomicFile {
    private static final int BUFFER_BYTES = 1 << 16;

    /** The target's name between a dot, which hides it, and a random UUID. */
    private static final Pattern LEFTOVER =
            Pattern.compile("\\.(.+)\\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp", Pattern.DOTALL);

    private AtomicFile() {}

    /** What a file will hold. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it. The stream is buffered and need not be closed.
         *
         * @param output where to
         * @throws IOException if the stream does
         */
        void writeTo(OutputStream output) throws IOException;
    }

    /**
     * Writes what a callback produces.
     *
     * @param target the file to make or replace; its folder must exist
     * @param content writes the file's bytes; what it throws, other than an {@link IOException}, is passed on
     * @throws UserError if the folder is missing or not writable, the target is a folder, the disk is full, or anything
     *     else keeps the file from being written
     */
    public static void write(Path target, Content content) {
        final Path absolute = target.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new UserError("cannot write " + target + ": it is a folder; name a file");
        }
        final Path folder = Objects.requireNonNull(absolute.getParent(), "only a root, a folder, has no parent");
        if (!Files.exists(folder)) {
            throw new UserError(
                    "cannot write " + target + ": the folder " + folder + " does not exist; create it first");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError("cannot write " + target + ": " + folder + " is not a folder");
        }
        final Path temporary = folder.resolve("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try {
                // Fails where the name is taken, and gives the permissions that any new file gets.
                Files.createFile(temporary);
                writeAndForce(temporary, content);
                Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (final IOException failure) {
            final String earlier = Files.exists(absolute) ? "; the earlier file is unchanged" : "";
            throw new UserError("cannot write " + target + ": " + reason(failure, folder) + earlier, failure);
        }
        forceFolder(folder);
    }

    /**
     * Writes bytes.
     *
     * @param target the file to make or replace; its folder must exist
     * @param bytes what it will hold
     * @throws UserError as {@link #write}
     */
    public static void writeBytes(Path target, byte[] bytes) {
        write(target, output -> output.write(bytes));
    }

    /**
     * Writes a text in UTF-8.
     *
     * @param target the file to make or replace; its folder must exist
     * @param text what it will hold
     * @throws UserError as {@link #write}
     */
    public static void writeText(Path target, String text) {
        writeBytes(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether a file was left by a killed writer.
     *
     * @param file any file
     * @return true if its name is one of this class's temporary files
     */
    public static boolean isLeftover(Path file) {
        return LEFTOVER.matcher(file.getFileName().toString()).matches();
    }

    /**
     * Removes the temporary files of writers of this target that were killed. Call it only where no other process
     * writes the target, as at the start of a resumed run.
     *
     * @param target a file written by this class, whether it exists or not
     * @throws UserError if a leftover cannot be listed or removed
     */
    public static void removeLeftovers(Path target) {
        final Path absolute = target.toAbsolutePath();
        final Path folder = absolute.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, AtomicFile::isLeftover)) {
            for (final Path file : leftovers) {
                final Matcher name = LEFTOVER.matcher(file.getFileName().toString());
                if (name.matches()
                        && name.group(1).equals(absolute.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (final IOException failure) {
            throw new UserError(
                    "cannot remove the unfinished files of " + target + ": " + reason(failure, folder), failure);
        }
    }

    /** A FileOutputStream, because a channel closes when its thread is interrupted, as on Ctrl-C. */
    private static void writeAndForce(Path temporary, Content content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
            final OutputStream buffered = new BufferedOutputStream(file, BUFFER_BYTES);
            content.writeTo(buffered);
            buffered.flush();
            file.getFD().sync();
        }
    }

    /**
     * Forces the rename to the disk. Some systems (Windows, some network file systems) cannot open or force a folder;
     * there the file is complete too, but the system decides when the rename is safe from a power cut.
     */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (final IOException notPossibleHere) {
            return;
        }
    }

    /** The system's error in the user's words. The texts are those of POSIX's strerror, which Java passes on. */
    private static String reason(IOException failure, Path folder) {
        final String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return "the disk is full (" + folder + "); free some space";
        }
        if (failure instanceof AccessDeniedException || message.contains("Read-only file system")) {
            return "the folder " + folder + " is not writable";
        }
        if (failure instanceof NoSuchFileException) {
            return "the folder " + folder + " is gone, or takes no files";
        }
        return message;
    }
}
