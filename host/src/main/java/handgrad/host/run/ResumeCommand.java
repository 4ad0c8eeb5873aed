package handgrad.host.run;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The command that goes on with a run. */
public final class ResumeCommand {
    /** What a shell takes as it stands. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private ResumeCommand() {}

    /**
     * A line for a shell.
     *
     * @param folder the run folder
     * @return such as {@code scripts/handgrad train --resume runs/first}
     */
    public static String of(Path folder) {
        final String name = folder.toString();
        final String quoted = PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'";
        return "scripts/handgrad train --resume " + quoted;
    }
}
