package handgrad.host.sweep.folder;

import handgrad.host.ShellText;
import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.folder.TrialState.Open;
import handgrad.host.sweep.grid.Trial;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder of a sweep, which several processes, on several machines, may work in at once.
 *
 * @param path the folder
 */
public record SweepFolder(Path path) {
    /** The files that mark a folder as a sweep's. */
    private static final String DEFINITION = "sweep.json";

    private static final String FAILURE = "failure.json";
    private static final String RESULT = "result.json";

    /** What {@code failure.json} holds. */
    record Failure(String reason, boolean lasting) {}

    /**
     * What the sweep is.
     *
     * @return {@code sweep.json}
     */
    public Path definitionFile() {
        return path.resolve(DEFINITION);
    }

    /**
     * Where a trial's run is.
     *
     * @param trial the trial
     * @return its run folder, which may not be there yet
     */
    public Path of(Trial trial) {
        return path.resolve("trials").resolve(trial.name());
    }

    /**
     * The log of a trial's process, if each trial has its own.
     *
     * @param trial the trial
     * @return a file whose folder is there
     */
    public Path log(Trial trial) {
        return locks().resolve(trial.name() + ".log");
    }

    /**
     * The best trial's files.
     *
     * @return {@code best}
     */
    public Path best() {
        return path.resolve("best");
    }

    /**
     * Makes the folder, or finds it with the same sweep, or one that this extends, and writes {@code sweep.json}.
     *
     * @param definition the sweep
     * @throws UserError if there is another sweep or something else in it, or it cannot be made
     */
    public void define(SweepDefinition definition) {
        if (Files.isDirectory(path) && !Files.exists(definitionFile()) && !onlyLocks()) {
            throw new UserError("--output " + path + ": the folder is not empty, and no sweep's; name another");
        }
        makeFolders();
        try (TrialLock _ = TrialLock.await(locks().resolve(DEFINITION + ".lock"))) {
            if (Files.exists(definitionFile())) {
                final SweepDefinition earlier = definition();
                if (!definition.extendsOrEquals(earlier)) {
                    throw new UserError("--output " + path + ": there is another sweep in this folder ("
                            + difference(definition, earlier)
                            + "); name another folder, or give the same options again, or more values");
                }
            }
            AtomicFile.removeLeftovers(definitionFile());
            AtomicFile.writeText(definitionFile(), Json.text(definition.stored()) + "\n");
        }
    }

    /**
     * Reads {@code sweep.json}.
     *
     * @return the sweep of this folder
     * @throws UserError if there is none
     */
    public SweepDefinition definition() {
        if (!Files.exists(definitionFile())) {
            throw new UserError(path + " is no sweep's folder: there is no " + DEFINITION + " in it");
        }
        return SweepDefinition.read(JsonReader.of(definitionFile()));
    }

    /**
     * How far a trial is.
     *
     * @param trial the trial
     * @return what its folder tells
     */
    public TrialState state(Trial trial) {
        final Path folder = of(trial);
        if (Files.exists(folder.resolve(RESULT))) {
            final JsonReader json = JsonReader.of(folder.resolve(RESULT));
            return new Finished(
                    new Figures(
                            json.number("testAccuracy"),
                            json.number("testLoss"),
                            json.number("trainAccuracy"),
                            json.number("trainLoss"),
                            json.number("trainSeconds"),
                            json.number("testSeconds")),
                    json.text("device"));
        }
        if (Files.exists(folder.resolve(FAILURE))) {
            final JsonReader json = JsonReader.of(folder.resolve(FAILURE));
            return new Failed(json.text("reason"), json.flag("lasting"));
        }
        return new Open();
    }

    /**
     * Tries to take a trial for this process.
     *
     * @param trial the trial
     * @return the lock, which the caller closes, or empty if another has it
     */
    public Optional<TrialLock> lock(Trial trial) {
        return TrialLock.attempt(locks().resolve(trial.name() + ".lock"));
    }

    /**
     * Records that a trial failed.
     *
     * @param trial the trial
     * @param failure why
     */
    public void fail(Trial trial, Failed failure) {
        try {
            Files.createDirectories(of(trial));
        } catch (final IOException refused) {
            throw new UserError("cannot make the folder " + of(trial) + ": " + refused, refused);
        }
        AtomicFile.writeText(
                of(trial).resolve(FAILURE), Json.text(new Failure(failure.reason(), failure.lasting())) + "\n");
    }

    /**
     * Prepares a trial's folder for the first or another run: removes an earlier failure and temporary files of a
     * killed process.
     *
     * @param trial the trial
     */
    public void prepare(Trial trial) {
        AtomicFile.removeLeftovers(of(trial).resolve(FAILURE));
        AtomicFile.removeLeftovers(of(trial).resolve("config.json"));
        try {
            Files.deleteIfExists(of(trial).resolve(FAILURE));
        } catch (final IOException refused) {
            throw new UserError("cannot remove " + of(trial).resolve(FAILURE) + ": " + refused, refused);
        }
    }

    private Path locks() {
        return path.resolve("locks");
    }

    private void makeFolders() {
        try {
            Files.createDirectories(locks());
            Files.createDirectories(path.resolve("trials"));
        } catch (final IOException failure) {
            throw new UserError("cannot make the sweep's folder " + path + ": " + failure, failure);
        }
    }

    /** A sweep that was killed before it wrote its definition left only folders. */
    private boolean onlyLocks() {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (final Path entry : entries) {
                final String name = entry.getFileName().toString();
                if (!List.of("locks", "trials").contains(name) && !name.startsWith("." + DEFINITION)) {
                    return false;
                }
            }
            return true;
        } catch (final IOException failure) {
            throw new UserError("cannot look into " + path + ": " + failure, failure);
        }
    }

    private static String difference(SweepDefinition now, SweepDefinition earlier) {
        if (!now.model().equals(earlier.model())) {
            return "of " + earlier.model();
        }
        if (!now.fixed().equals(earlier.fixed())) {
            return earlier.fixed().isEmpty() ? "without further options" : "with " + ShellText.quoted(earlier.fixed());
        }
        return earlier.trials().stream()
                .filter(trial -> !now.trials().contains(trial))
                .findFirst()
                .map(trial -> "with the trial " + trial.name())
                .orElseThrow();
    }
}
