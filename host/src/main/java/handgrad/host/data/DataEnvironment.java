package handgrad.host.data;

import handgrad.host.UserError;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where data lie, as the process's environment says.
 *
 * @param variables the environment variables
 * @param home the user's home folder
 * @param operatingSystem its name, as in the system property {@code os.name}
 */
public record DataEnvironment(Map<String, String> variables, Path home, String operatingSystem) {
    /** The variable that names a folder with data sets. */
    public static final String DATA_VARIABLE = "HANDGRAD_DATA";

    /** Copies the variables. */
    public DataEnvironment {
        variables = Map.copyOf(variables);
    }

    /**
     * This process's own.
     *
     * @return the environment as it is now
     */
    public static DataEnvironment current() {
        return new DataEnvironment(
                System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
    }

    /**
     * The folder that {@code $HANDGRAD_DATA} names.
     *
     * @return empty where the variable is unset or empty
     * @throws UserError if it is no path on this system
     */
    public Optional<Path> dataFolder() {
        return folder(DATA_VARIABLE);
    }

    /**
     * Where downloads are kept, one subfolder for each data set: {@code ~/Library/Caches/handgrad} on macOS,
     * {@code %LOCALAPPDATA%\handgrad\cache} on Windows, else {@code $XDG_CACHE_HOME/handgrad} or
     * {@code ~/.cache/handgrad}. As the XDG specification has it, a relative {@code XDG_CACHE_HOME} is ignored.
     *
     * @return the folder, which need not exist
     * @throws UserError if the variable that names it is no path on this system
     */
    public Path cacheFolder() {
        final String system = operatingSystem.toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return home.resolve("Library", "Caches", "handgrad");
        }
        if (system.startsWith("windows")) {
            final Path local = folder("LOCALAPPDATA").orElse(home.resolve("AppData", "Local"));
            return local.resolve("handgrad", "cache");
        }
        final Path caches = folder("XDG_CACHE_HOME").filter(Path::isAbsolute).orElse(home.resolve(".cache"));
        return caches.resolve("handgrad");
    }

    private Optional<Path> folder(String variable) {
        try {
            return Optional.ofNullable(variables.get(variable))
                    .filter(value -> !value.isBlank())
                    .map(Path::of);
        } catch (InvalidPathException e) {
            throw new UserError("$" + variable + " is no path: " + Failures.describe(e) + "; correct or unset it", e);
        }
    }
}
