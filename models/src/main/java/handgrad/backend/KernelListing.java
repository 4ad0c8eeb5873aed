package handgrad.backend;

import java.util.List;
import java.util.Optional;

/**
 * The code of a kernel as a device runs it.
 *
 * @param name the kernel's name in that code
 * @param ops the names of the ops that it computes
 * @param language its language, such as {@code OpenCL C}
 * @param code the code
 * @param javaKernel the Java loop that it was compiled from or that computes the same, such as {@code
 *     handgrad.kernels.Linears.linearForward}; empty if there is none
 */
public record KernelListing(String name, List<String> ops, String language, String code, Optional<String> javaKernel) {
    /** Copies the list. */
    public KernelListing {
        ops = List.copyOf(ops);
    }
}
