package handgrad.backend;

import java.util.List;

/**
 * How a session uses its device.
 *
 * @param path the parts after the backend's name in {@code --device NAME:…}, split at colons; empty for the default
 *     device
 * @param threads the number of threads for a backend that runs on the CPU, at least 1
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
     * The default device, with all processors available to the JVM.
     *
     * @return the options
     */
    public static DeviceOptions defaults() {
        return new DeviceOptions(List.of(), Runtime.getRuntime().availableProcessors());
    }
}
