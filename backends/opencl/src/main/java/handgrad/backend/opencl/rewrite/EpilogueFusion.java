package handgrad.backend.opencl.rewrite;

import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.Routine;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link Rewrite#EPILOGUE_FUSION}: producer → x; y = f(x)  ⇒  producer → y = f(x), for any formula f, an update of
 * weights too.
 */
final class EpilogueFusion {
    private final Program program;
    private final List<Routine> routines;
    private final List<Routine> result = new ArrayList<>();

    private EpilogueFusion(List<Routine> routines, Program program) {
        this.program = program;
        this.routines = routines;
    }

    static List<Routine> of(List<Routine> routines, Program program) {
        final EpilogueFusion fusion = new EpilogueFusion(routines, program);
        routines.forEach(fusion::add);
        return fusion.result;
    }

    private void add(Routine routine) {
        final Optional<Routine> producer = routine.isElementwise() ? producer(routine) : Optional.empty();
        final Optional<Routine> fused = producer.flatMap(earlier -> earlier.followedBy(routine));
        fused.ifPresent(_ -> result.remove(result.lastIndexOf(producer.orElseThrow())));
        result.add(fused.orElse(routine));
    }

    /**
     * The last routine that stores x by PUT, if it may as well run now (nobody has touched its outputs or written its
     * inputs since), and if x is still stored or nobody else reads it.
     */
    private Optional<Routine> producer(Routine elementwise) {
        final Tensor x = elementwise.operands().getFirst().tensor();
        final boolean isStored =
                elementwise.result().map(Operand::tensor).map(x::equals).orElse(true);
        if (!isStored && isReadBesides(x, elementwise)) {
            return Optional.empty();
        }
        for (int i = result.size() - 1; i >= 0; i--) {
            final Routine routine = result.get(i);
            if (routine.isWriting(x)) {
                final boolean isResult =
                        routine.result().map(Operand::tensor).map(x::equals).orElse(false);
                final boolean mayMove =
                        result.subList(i + 1, result.size()).stream().noneMatch(routine::conflictsWith);
                return isResult && !routine.isFinal() && mayMove ? Optional.of(routine) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean isReadBesides(Tensor x, Routine reader) {
        return x.role().isResident()
                || program.outputs().contains(x)
                || routines.stream().anyMatch(routine -> routine != reader && routine.isReading(x));
    }
}
