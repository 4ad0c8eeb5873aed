package handgrad.backend.opencl.rewrite;

import handgrad.backend.opencl.routine.Routine;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.List;

/**
 * Does not store what nobody reads, such as a gradient from which the next weight is computed at once:
 *
 * <pre>
 * before: dw = Σ dy x, w = w − η dw
 * after:  w = w − η Σ dy x
 * </pre>
 */
final class DeadStoreElimination {
    private DeadStoreElimination() {}

    static List<Routine> of(List<Routine> routines, Program program) {
        return routines.stream()
                .map(routine -> isDead(routine, routines, program) ? withoutResult(routine) : routine)
                .toList();
    }

    private static boolean isDead(Routine routine, List<Routine> routines, Program program) {
        if (!routine.isFinal() || routine.result().isEmpty()) {
            return false;
        }
        final Tensor stored = routine.result().orElseThrow().tensor();
        return !stored.role().isResident()
                && !program.outputs().contains(stored)
                && routines.stream().noneMatch(other -> other.isReading(stored));
    }

    private static Routine withoutResult(Routine routine) {
        return routine.withOperands(routine.operands().stream()
                .filter(operand -> !operand.isResult())
                .toList());
    }
}
