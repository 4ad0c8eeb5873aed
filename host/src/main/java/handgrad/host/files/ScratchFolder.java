package handgrad.host.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder. It is removed when closed, and also when the program is interrupted (Ctrl-C) before that. */
public final class ScratchFolder implements AutoCloseable {
    private static final int TRIES = 20;
    private static final long PAUSE_MILLISECONDS = 20;

    private final Path path;
    private final Thread remover = new Thread(this::removeAtTheEnd);

    private ScratchFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes one in the system's folder for temporary files.
     *
     * @param prefix how its name begins
     * @return the folder
     * @throws IOException if it cannot be made
     */
    public static ScratchFolder create(String prefix) throws IOException {
        final ScratchFolder folder = new ScratchFolder(Files.createTempDirectory(prefix));
        Runtime.getRuntime().addShutdownHook(folder.remover);
        return folder;
    }

    /**
     * Where it is.
     *
     * @return its path
     */
    public Path path() {
        return path;
    }

    /** Removes it with all that is in it. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(remover);
        } catch (final IllegalStateException ending) {
            // The program is ending: the hook removes the folder.
            return;
        }
        remove();
    }

    /** A child process that is just being ended may still write into the folder. */
    private void removeAtTheEnd() {
        for (int i = 0; i < TRIES && Files.exists(path); i++) {
            try {
                remove();
            } catch (final IOException | UncheckedIOException changing) {
                pause();
            }
        }
    }

    private void remove() throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.walk(path)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
