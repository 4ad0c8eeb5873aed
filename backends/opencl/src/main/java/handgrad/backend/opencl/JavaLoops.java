package handgrad.backend.opencl;

import handgrad.kernels.Activations;
import handgrad.kernels.Batches;
import handgrad.kernels.ClassLosses;
import handgrad.kernels.Convolutions;
import handgrad.kernels.Linears;
import handgrad.kernels.Poolings;
import handgrad.kernels.Records;
import handgrad.kernels.ScoreLosses;
import handgrad.kernels.TableConvolutions;
import handgrad.kernels.Updates;
import handgrad.program.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Java loop that computes the same as an op, to be read beside the OpenCL C. A loop is called like its op. */
final class JavaLoops {
    private static final List<Class<?>> KERNELS = List.of(
            Activations.class,
            Batches.class,
            ClassLosses.class,
            Convolutions.class,
            Linears.class,
            Poolings.class,
            Records.class,
            ScoreLosses.class,
            TableConvolutions.class,
            Updates.class);

    private JavaLoops() {}

    /** The loop as {@code handgrad.kernels.Linears.linearForward}, or empty where there is none. */
    static Optional<String> of(Op op) {
        final String name = name(op);
        return KERNELS.stream()
                .filter(kernels -> Arrays.stream(kernels.getMethods())
                        .anyMatch(method -> method.getName().equals(name)))
                .map(kernels -> kernels.getName() + "." + name)
                .findFirst();
    }

    private static String name(Op op) {
        final String name = op.name();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
