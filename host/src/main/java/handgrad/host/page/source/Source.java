package handgrad.host.page.source;

import handgrad.host.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Something that a report shows. */
public sealed interface Source permits StoredRun, StoredRepeat, Measurement {
    /** The file of a repeated training's figures. */
    String REPEAT = "repeat.json";

    /** The file that every run's folder has. */
    String CONFIG = "config.json";

    /**
     * Where it was read.
     *
     * @return the folder
     */
    Path folder();

    /**
     * Reads all that a folder holds, or one file with measured figures.
     *
     * @param path a run folder, the folder of a repeated training, a folder with measured figures, or a file of such
     *     figures
     * @return at least one
     * @throws UserError if there is nothing to show, or a file is malformed
     */
    static List<Source> read(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(Measurement.read(path));
        }
        if (!Files.isDirectory(path)) {
            throw new UserError("there is no " + path + "; name a run folder");
        }
        final List<Source> found = new ArrayList<>();
        // The folder of a repeated training has a config.json of its own, which is no run's.
        if (Files.exists(path.resolve(REPEAT))) {
            found.add(StoredRepeat.read(path));
        } else if (Files.exists(path.resolve(CONFIG))) {
            found.addAll(
                    StoredRepeat.isUnfinished(path) ? StoredRepeat.runsInside(path) : List.of(StoredRun.read(path)));
        }
        for (final Measurement.Kind kind : Measurement.Kind.values()) {
            final Path file = path.resolve(kind.file());
            if (Files.exists(file)) {
                found.add(Measurement.read(file));
            }
        }
        if (found.isEmpty()) {
            throw new UserError("there is nothing to report in " + path + ": it has none of "
                    + Arrays.stream(Measurement.Kind.values())
                            .map(Measurement.Kind::file)
                            .collect(Collectors.joining(", ", CONFIG + ", " + REPEAT + ", ", ""))
                    + "; name a folder that train or compare wrote");
        }
        return found;
    }

    /**
     * A table of the folder.
     *
     * @param name its file's name
     * @return the table, or empty if there is no such file
     * @throws UserError if the file is malformed
     */
    default Optional<CsvTable> table(String name) {
        final Path file = folder().resolve(name);
        return Files.exists(file) ? Optional.of(CsvTable.read(file)) : Optional.empty();
    }
}
