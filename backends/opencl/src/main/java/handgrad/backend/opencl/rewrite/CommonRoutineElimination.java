package handgrad.backend.opencl.rewrite;

import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.Routine;
import java.util.ArrayList;
import java.util.List;

/**
 * Does once what several ops need, such as turning samples into rows:
 *
 * <pre>
 * before: rows = Rows(x); dw = f(rows); rows = Rows(x); dv = g(rows)
 * after:  rows = Rows(x); dw = f(rows); dv = g(rows)
 * </pre>
 */
final class CommonRoutineElimination {
    private CommonRoutineElimination() {}

    static List<Routine> of(List<Routine> routines) {
        final List<Routine> result = new ArrayList<>();
        for (final Routine routine : routines) {
            if (!isDone(routine, result)) {
                result.add(routine);
            }
        }
        return result;
    }

    /** Whether the same was computed before, and neither what it reads nor what it writes has changed since. */
    private static boolean isDone(Routine routine, List<Routine> earlier) {
        for (final Routine last : earlier.reversed()) {
            if (isSame(last, routine)) {
                return routine.operands().stream()
                        .filter(Operand::isRead)
                        .noneMatch(operand -> routine.isWriting(operand.tensor()));
            }
            if (routine.operands().stream().anyMatch(operand -> last.isWriting(operand.tensor()))) {
                return false;
            }
        }
        return false;
    }

    private static boolean isSame(Routine one, Routine other) {
        return one.section() == other.section()
                && one.operands().equals(other.operands())
                && one.sizes().equals(other.sizes())
                && one.macros().equals(other.macros())
                && one.uses().equals(other.uses())
                && one.epilogues().equals(other.epilogues());
    }
}
