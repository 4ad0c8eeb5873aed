package handgrad.host.run.folder;

import handgrad.host.UserError;
import handgrad.host.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a run, or a training with several seeds, was started, as {@code config.json} says.
 *
 * @param commandLine the words
 * @param workingFolder where they were typed, which relative paths start from
 * @param seed where the random stream started, or null for a row of runs
 * @param dataset the data set that was found, or null for a row of runs
 * @param device what did the work, as {@code --device} takes it, or null for a row of runs
 */
public record StartedRun(List<String> commandLine, String workingFolder, Long seed, String dataset, String device) {
    /**
     * Reads the file of a run folder.
     *
     * @param folder the run folder
     * @return what it says
     * @throws UserError if there is none, or it cannot be read
     */
    public static StartedRun read(Path folder) {
        final Path config = new RunFolder(folder, List.of()).config();
        if (!Files.exists(config)) {
            throw new UserError("there is no run in " + folder + ": it has no " + config.getFileName()
                    + "; name the folder of a run that train began");
        }
        final StartedRun run = Json.read(config, StartedRun.class);
        if (run.commandLine() == null || run.commandLine().isEmpty() || run.workingFolder() == null) {
            throw new UserError("cannot go on with the run in " + folder + ": " + config.getFileName()
                    + " does not say by which command it was begun");
        }
        return run;
    }
}
