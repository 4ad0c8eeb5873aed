package handgrad.host.backend.opencl;

import handgrad.kernels.Activations;
import handgrad.kernels.Batches;
import handgrad.kernels.ClassLosses;
import handgrad.kernels.Convolutions;
import handgrad.kernels.Linears;
import handgrad.kernels.Poolings;
import handgrad.kernels.Records;
import handgrad.kernels.ScoreLossGradients;
import handgrad.kernels.ScoreLosses;
import handgrad.kernels.TableConvolutions;
import handgrad.kernels.Updates;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.SampleLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Java loop that computes the same as an op, to be read beside the OpenCL C. A loop is called like its op, or like the op's function. */
final class JavaLoops {
    private static final List<Class<?>> KERNELS = List.of(
            Activations.class,
            Batches.class,
            ClassLosses.class,
            Convolutions.class,
            Linears.class,
            Poolings.class,
            Records.class,
            ScoreLossGradients.class,
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
        final String name = switch (op) {
            case ActivationForward f -> handgrad.program.LegacyActivation.of(f.function()).getClass().getSimpleName() + "Forward";
            case ActivationBackward b -> handgrad.program.LegacyActivation.of(b.function()).getClass().getSimpleName() + "Backward";
            case ScoreLossForward f -> inCamelCase(f.function()) + "Forward";
            case ScoreLossBackward b -> inCamelCase(b.function()) + "Backward";
            default -> op.name();
        };
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** SQUARED_ERROR as SquaredError. */
    private static String inCamelCase(SampleLoss loss) {
        return Arrays.stream(handgrad.program.LegacyLoss.of(loss).name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
