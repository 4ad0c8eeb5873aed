package handgrad.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The command that started this program. */
public final class Launcher {
    /** The launcher scripts set this to their own path. */
    private static final String PROPERTY = "handgrad.launcher";

    private Launcher() {}

    /**
     * The script that started this process.
     *
     * @return its path, or empty if Java was started by hand
     */
    public static Optional<String> script() {
        return Optional.ofNullable(System.getProperty(PROPERTY));
    }

    /**
     * A command of this program as a person types it in the folder of the sources or of the bundle: relative to that
     * folder, so that the line works on other machines.
     *
     * @param words the command and what follows it
     * @return one line, unless a word has several
     */
    public static String typed(List<String> words) {
        return typed(script()) + " " + ShellText.quoted(words);
    }

    /**
     * The script relative to the folder it belongs to: in the sources {@code scripts/handgrad}, in a bundle its top
     * folder.
     */
    static String typed(Optional<String> script) {
        return script.map(Path::of)
                .filter(path -> !path.endsWith(Path.of("scripts", "handgrad")))
                .map(path -> "./" + path.getFileName())
                .orElse("scripts/handgrad");
    }
}
