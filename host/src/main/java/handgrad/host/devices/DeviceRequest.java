package handgrad.host.devices;

import handgrad.host.UsageError;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code --device} was given: {@code auto}, a backend's name, or a name and a path such as {@code opencl:1}.
 *
 * @param backend the name before the first colon
 * @param path what follows it, split at the colons
 */
public record DeviceRequest(String backend, List<String> path) {
    /** The name that leaves the choice to {@link AutomaticChoice}. */
    public static final String AUTO = "auto";

    /** Copies the path. */
    public DeviceRequest {
        path = List.copyOf(path);
    }

    /**
     * Reads a request.
     *
     * @param text such as {@code cpu} or {@code opencl:1}
     * @return the request
     * @throws UsageError if a part is empty, or {@code auto} has a path
     */
    public static DeviceRequest parse(String text) {
        final List<String> parts = Arrays.asList(text.split(":", -1));
        if (parts.stream().anyMatch(String::isBlank)) {
            throw new UsageError("--device " + text + ": write NAME or NAME:DEVICE, such as cpu or opencl:1");
        }
        final DeviceRequest request = new DeviceRequest(parts.getFirst(), parts.subList(1, parts.size()));
        if (request.isAutomatic() && !request.path.isEmpty()) {
            throw new UsageError("--device " + text + ": 'auto' chooses the device by itself; write --device auto");
        }
        return request;
    }

    /**
     * Whether the choice is left to the program.
     *
     * @return true for {@code auto}
     */
    public boolean isAutomatic() {
        return backend.equals(AUTO);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return path.isEmpty() ? backend : backend + ":" + String.join(":", path);
    }
}
