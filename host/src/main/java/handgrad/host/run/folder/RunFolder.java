package handgrad.host.run.folder;

import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a training writes.
 *
 * @param path the folder, which exists
 * @param created the folders that were made for it, the innermost first
 */
public record RunFolder(Path path, List<Path> created) {
    /** The figures of a training with several seeds, in the folder around their run folders. */
    public static final String REPEAT_REPORT = "repeat.json";

    /** The same as a table. */
    public static final String REPEAT_TABLE = "repeat.csv";

    /** Copies the list. */
    public RunFolder {
        created = List.copyOf(created);
    }

    /**
     * The settings of the run and what it ran on: everything needed to repeat it.
     *
     * @return {@code config.json}
     */
    public Path config() {
        return path.resolve("config.json");
    }

    /**
     * The log of a device's compiler that refused the programs.
     *
     * @return {@code device.log}
     */
    public Path deviceLog() {
        return path.resolve("device.log");
    }

    /**
     * One row an epoch.
     *
     * @return {@code metrics.csv}
     */
    public Path metrics() {
        return path.resolve("metrics.csv");
    }

    /**
     * The loss of each step.
     *
     * @return {@code steps.csv}
     */
    public Path steps() {
        return path.resolve("steps.csv");
    }

    /**
     * The parameters.
     *
     * @return {@code model.safetensors}
     */
    public Path checkpoint() {
        return path.resolve("model.safetensors");
    }

    /**
     * The state from which an interrupted run goes on. It exists from the first interval until the run is finished.
     *
     * @return {@code checkpoint.safetensors}
     */
    public Path state() {
        return path.resolve("checkpoint.safetensors");
    }

    /**
     * The picture of {@link #steps}.
     *
     * @return {@code loss.png}
     */
    public Path lossChart() {
        return path.resolve("loss.png");
    }

    /**
     * The picture of {@link #metrics}.
     *
     * @return {@code accuracy.png}
     */
    public Path accuracyChart() {
        return path.resolve("accuracy.png");
    }

    /**
     * The result.
     *
     * @return {@code result.json}
     */
    public Path result() {
        return path.resolve("result.json");
    }

    /**
     * Writes the settings.
     *
     * @param configuration what {@code config.json} is to say
     */
    public void write(RunConfiguration configuration) {
        AtomicFile.writeText(config(), configuration.text());
    }

    /** Removes the files of an earlier run, so that none of them can be taken for this run's. */
    void clear() {
        remove(config());
        remove(state());
        outputs().forEach(RunFolder::remove);
        removeLeftovers();
    }

    /** Removes the state, which only an unfinished run needs. */
    public void removeState() {
        remove(state());
    }

    /** Removes the settings, which mark the folder as a run's. */
    public void removeConfig() {
        remove(config());
    }

    /** Removes temporary files that a killed process left. */
    public void removeLeftovers() {
        Stream.concat(Stream.of(config(), state()), outputs().stream()).forEach(AtomicFile::removeLeftovers);
    }

    private List<Path> outputs() {
        final List<Path> files = new ArrayList<>(
                List.of(metrics(), steps(), checkpoint(), lossChart(), accuracyChart(), result(), deviceLog()));
        List.of(REPEAT_REPORT, REPEAT_TABLE).forEach(name -> files.add(path.resolve(name)));
        for (final ReportFile report : ReportFile.values()) {
            files.add(path.resolve(report.fileName()));
        }
        return files;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException failure) {
            throw new UserError("cannot remove the earlier run's " + file + ": " + Failure.describe(failure), failure);
        }
    }

    /** Removes the folder again, as far as it is empty. */
    public void discard() {
        try {
            for (final Path folder : created) {
                Files.deleteIfExists(folder);
            }
        } catch (final IOException somethingLiesThere) {
            return;
        }
    }
}
