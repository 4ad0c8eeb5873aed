package handgrad.backend;

import java.util.List;
import java.util.Optional;

/**
 * The code of a kernel as a device runs it.
 *
 * @param name the kernel's name in that code
 * @param ops the ops that it does the work of
 * @param language what the code is written in, such as {@code OpenCL C}
 * @param code the code
 * @param javaClass the class of the Java loop that the code was made from, or empty where it was written by hand
 */
public record KernelListing(String name, List<String> ops, String language, String code, Optional<String> javaClass) {
    /** Copies the list. */
    public KernelListing {
        ops = List.copyOf(ops);
    }
}
