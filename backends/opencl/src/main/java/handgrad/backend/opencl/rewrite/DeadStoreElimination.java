package handgrad.backend.opencl.rewrite;

import handgrad.backend.opencl.routine.Routine;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.List;

/** {@link Rewrite#DEAD_STORE_ELIMINATION}: producer → dw, w with dw unread  ⇒  producer → w. */
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
