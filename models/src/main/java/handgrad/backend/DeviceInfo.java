package handgrad.backend;

import java.util.Optional;

/**
 * What is known of a device.
 *
 * @param selector what {@code --device} takes to choose it, such as {@code cpu} or {@code opencl:1}
 * @param name the device's own name, such as the processor's
 * @param details driver, type, units, memory: one line for a person
 * @param isGpu whether it is a graphics card, which {@code --device auto} prefers to the host's processor
 * @param problem why it cannot be used and what to do about it, or empty if it is usable
 */
public record DeviceInfo(String selector, String name, String details, boolean isGpu, Optional<String> problem) {
    /** What is known of a device that is no graphics card. */
    public DeviceInfo(String selector, String name, String details, Optional<String> problem) {
        this(selector, name, details, false, problem);
    }

    /**
     * Whether a session can be opened on it.
     *
     * @return true if nothing is known against it
     */
    public boolean isUsable() {
        return problem.isEmpty();
    }

    /** Selector and name, as a result line shows them. */
    @Override
    public String toString() {
        return selector + " (" + name + ")";
    }
}
