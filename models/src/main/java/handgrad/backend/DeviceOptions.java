package handgrad.backend;

import java.util.List;

/**
 * How a session uses its device.
 *
 * @param path what follows the backend's name in {@code --device NAME:…}, split at the colons; empty for the backend's first choice
 * @param threads how many threads a backend that runs on the host's processor may use, at least 1
 */
public record DeviceOptions(List<String> path, int threads) {
    /**
     * Copies the path.
     *
     * @throws IllegalArgumentException if threads is below 1
     */
    public DeviceOptions {
        path = List.copyOf(path);
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread is needed, not " + threads);
        }
    }

    /**
     * The backend's first choice, with every processor that the JVM may use.
     *
     * @return the options
     */
    public static DeviceOptions defaults() {
        return new DeviceOptions(List.of(), Runtime.getRuntime().availableProcessors());
    }
}
