package handgrad.backend;

import java.util.Optional;

/**
 * Describes a device.
 *
 * @param selector its name for {@code --device}, such as {@code cpu} or {@code opencl:1}
 * @param name the device's own name, such as the processor's
 * @param details driver, type, units, memory, in one line for the user
 * @param isGpu whether it is a GPU; {@code --device auto} prefers these
 * @param problem why it cannot be used and how to fix that, or empty if it is usable
 */
public record DeviceInfo(String selector, String name, String details, boolean isGpu, Optional<String> problem) {
    /** Describes a device that is not a GPU. */
    public DeviceInfo(String selector, String name, String details, Optional<String> problem) {
        this(selector, name, details, false, problem);
    }

    /**
     * Whether a session can be opened on this device.
     *
     * @return true if there is no known problem
     */
    public boolean isUsable() {
        return problem.isEmpty();
    }

    /** The selector and the name, as results show them. */
    @Override
    public String toString() {
        return selector + " (" + name + ")";
    }
}
