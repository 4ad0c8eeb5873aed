package handgrad.backend.opencl.rewrite;

import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Target;
import handgrad.program.Program;
import java.util.List;

/** The rewrites in their order. */
public final class Rewrites {
    private Rewrites() {}

    /**
     * Rewrites a program's routines.
     *
     * @param routines in the order in which they take effect
     * @param program the program
     * @param target its lanes decide whether resident tensors are packed
     * @return routines that do the same
     */
    public static List<Routine> of(List<Routine> routines, Program program, Target target) {
        final List<Routine> fused =
                DeadStoreElimination.of(EpilogueFusion.of(CommonRoutineElimination.of(routines), program), program);
        return target.lanes() > 1 ? LanePacking.of(fused) : fused;
    }
}
