package handgrad.host.page.source;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a training that was repeated with several seeds.
 *
 * @param folder the folder
 * @param figures its repeat.json
 * @param runs those of its runs whose folders lie in it
 */
public record StoredRepeat(Path folder, JsonObject figures, List<StoredRun> runs) implements Source {
    /** The name of a run's folder: a seed has at most 18 digits here. */
    private static final Pattern NAME = Pattern.compile("seed-?[0-9]{1,18}");

    /** Copies the list. */
    public StoredRepeat {
        runs = List.copyOf(runs);
    }

    /** Reads the folder. The paths in the file may be another machine's: only folders inside this one are read. */
    static StoredRepeat read(Path folder) {
        final JsonObject figures = JsonObject.read(folder.resolve(REPEAT));
        final List<JsonObject> rows = figures.objects("runs");
        if (rows.isEmpty()) {
            throw new UserError(folder.resolve(REPEAT) + " has no runs");
        }
        final List<StoredRun> runs = rows.stream()
                .flatMap(row -> row.number("seed").stream().boxed())
                .map(seed -> folder.resolve("seed" + seed.longValue()))
                .filter(inside -> Files.exists(inside.resolve(CONFIG)))
                .map(StoredRun::read)
                .toList();
        return new StoredRepeat(folder, figures, runs);
    }

    /** Whether a folder belongs to an unfinished repeated training: its config.json names no model. */
    static boolean isUnfinished(Path folder) {
        return JsonObject.read(folder.resolve(CONFIG)).text("model").isEmpty()
                && !runFolders(folder).isEmpty();
    }

    /** The runs in the folder of a repeated training, by seed. */
    static List<StoredRun> runsInside(Path folder) {
        return runFolders(folder).stream().map(StoredRun::read).toList();
    }

    private static List<Path> runFolders(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(
                            one -> NAME.matcher(one.getFileName().toString()).matches())
                    .filter(one -> Files.exists(one.resolve(CONFIG)))
                    .sorted(Comparator.comparingLong(
                            one -> Long.parseLong(one.getFileName().toString().substring("seed".length()))))
                    .toList();
        } catch (final IOException failure) {
            throw new UserError("cannot look into " + folder + ": " + failure.getMessage(), failure);
        }
    }
}
