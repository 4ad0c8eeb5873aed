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
 * @param javaKernels the Java methods that the op's part of it was compiled from or that compute the same, such as
 *     {@code handgrad.kernels.Linears.linearForward}; empty if there is none
 * @param generated for a generated kernel, the method that calls them, as Java text
 */
public record KernelListing(
        String name,
        List<String> ops,
        String language,
        String code,
        List<String> javaKernels,
        Optional<String> generated) {
    /** Copies the lists. */
    public KernelListing {
        ops = List.copyOf(ops);
        javaKernels = List.copyOf(javaKernels);
    }
}
