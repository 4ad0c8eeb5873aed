package handgrad.host.page.source;

import handgrad.host.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of a training that was repeated with several seeds.
 *
 * @param folder the folder
 * @param figures its repeat.json
 * @param runs those of its runs whose folders lie in it
 */
public record StoredRepeat(Path folder, JsonObject figures, List<StoredRun> runs) implements Source {
    /** Copies the list. */
    public StoredRepeat {
        runs = List.copyOf(runs);
    }

    /** Reads the folder. The paths that the file names are another machine's, perhaps: only folders inside this one are looked at. */
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
}
