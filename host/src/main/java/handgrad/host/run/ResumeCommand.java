package handgrad.host.run;

import handgrad.host.Launcher;
import java.nio.file.Path;
import java.util.List;

/** The command that goes on with a run. */
public final class ResumeCommand {
    private ResumeCommand() {}

    /**
     * A line for a shell.
     *
     * @param folder the run folder
     * @return such as {@code scripts/handgrad train --resume runs/first}
     */
    public static String of(Path folder) {
        return Launcher.typed(List.of("train", "--resume", folder.toString()));
    }
}
