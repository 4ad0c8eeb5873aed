package handgrad.host.run.folder;

import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * Where a run folder will be. The place is checked when the plan is made; the folder itself is made only when data and
 * device are ready, so that an earlier failure leaves nothing behind.
 *
 * @param path the folder
 * @param named whether the user named it; if not, a number is added to its name where that is taken
 * @param overwrite whether an earlier run's files in it may be replaced
 */
public record RunFolderPlan(Path path, boolean named, boolean overwrite) {
    private static final Path DEFAULT_PARENT = Path.of("runs");
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    /** How many runs may start in one second. */
    private static final int MOST_ALIKE = 10_000;

    /**
     * A folder that the user named.
     *
     * @param path the folder of {@code --output}
     * @param overwrite whether {@code --overwrite} was given
     * @return the plan
     * @throws UserError if the folder cannot be made, is not empty and may not be overwritten, or is not writable
     */
    public static RunFolderPlan named(Path path, boolean overwrite) {
        checkPlace(path);
        if (Files.isDirectory(path) && !overwrite && !isEmpty(path)) {
            throw new UserError(
                    "--output " + path + ": the folder is not empty; name another, or add --overwrite to replace"
                            + " an earlier run's files");
        }
        return new RunFolderPlan(path, true, overwrite);
    }

    /**
     * A folder of its own for each run: {@code runs/MODEL-WHICH-TIMESTAMP}.
     *
     * @param model the model's name
     * @param which what tells the run from others, such as {@code seed0}
     * @param now the time in the name
     * @return the plan
     * @throws UserError if the folder cannot be made here
     */
    public static RunFolderPlan automatic(String model, String which, LocalDateTime now) {
        return automatic(DEFAULT_PARENT, model, which, now);
    }

    static RunFolderPlan automatic(Path parent, String model, String which, LocalDateTime now) {
        final Path path = parent.resolve(model + "-" + which + "-" + TIMESTAMP.format(now));
        checkPlace(path);
        return new RunFolderPlan(path, false, false);
    }

    /**
     * Makes the folder.
     *
     * @return the folder, without files of an earlier run
     * @throws UserError if it cannot be made
     */
    public RunFolder create() {
        final List<Path> missing = missingParents();
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            final RunFolder folder = named ? createNamed(missing) : createUnique(missing);
            folder.clear();
            return folder;
        } catch (final IOException failure) {
            new RunFolder(path, missing).discard();
            throw cannotCreate(path, Failure.describe(failure), failure);
        }
    }

    private RunFolder createNamed(List<Path> missing) throws IOException {
        final boolean exists = Files.isDirectory(path);
        if (!exists) {
            Files.createDirectory(path);
        }
        return folder(path, exists, missing);
    }

    /** Creating a folder fails if it exists, so two runs with the same name get different folders. */
    private RunFolder createUnique(List<Path> missing) throws IOException {
        for (int number = 1; number < MOST_ALIKE; number++) {
            final Path candidate = number == 1 ? path : path.resolveSibling(path.getFileName() + "-" + number);
            try {
                Files.createDirectory(candidate);
                return folder(candidate, false, missing);
            } catch (final FileAlreadyExistsException taken) {
                continue;
            }
        }
        throw new UserError("there are " + MOST_ALIKE + " folders like " + path + "; name one with --output");
    }

    private static RunFolder folder(Path path, boolean existed, List<Path> missing) {
        final List<Path> created = new ArrayList<>(missing);
        if (!existed) {
            created.addFirst(path);
        }
        return new RunFolder(path, created);
    }

    /** The folders above that {@link #create} has to make, the innermost first. */
    private List<Path> missingParents() {
        final List<Path> missing = new ArrayList<>();
        Path parent = path.toAbsolutePath().getParent();
        while (parent != null && !Files.exists(parent)) {
            missing.add(parent);
            parent = parent.getParent();
        }
        return missing;
    }

    private static void checkPlace(Path path) {
        Path existing = path.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw cannotCreate(path, existing + " is not a folder", null);
        }
        if (!Files.isWritable(existing)) {
            throw cannotCreate(path, existing + " is not writable", null);
        }
    }

    /** A process that was killed at its start left nothing of value. */
    private static boolean isEmpty(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return StreamSupport.stream(entries.spliterator(), false).allMatch(AtomicFile::isLeftover);
        } catch (final IOException failure) {
            throw new UserError("cannot look into " + folder + ": " + Failure.describe(failure), failure);
        }
    }

    private static UserError cannotCreate(Path path, String reason, IOException cause) {
        return new UserError(
                "cannot make the run folder " + path + ": " + reason + "; name another with --output", cause);
    }
}
