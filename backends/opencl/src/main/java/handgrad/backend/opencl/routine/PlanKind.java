package handgrad.backend.opencl.routine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a program is laid out over a device. */
public enum PlanKind {
    /** One launch a routine, one work-item an output: slow, simple, and always possible. */
    PLAIN,
    /** For CPUs: 16 samples side by side in a vector register, one work-item a group of samples. */
    CPU,
    /** For GPUs: one work-group a sample, one work-item a few outputs, activations in local memory. */
    GPU;

    /** The plan of a name in {@code --device opencl:…:NAME}, or empty if it is none's. */
    public static Optional<PlanKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.label().equals(name)).findFirst();
    }

    /** The name in a device path, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
