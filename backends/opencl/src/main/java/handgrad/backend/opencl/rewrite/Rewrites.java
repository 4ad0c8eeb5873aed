package handgrad.backend.opencl.rewrite;

import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Target;
import handgrad.program.Program;
import java.util.List;
import java.util.Set;

/** Rewrites in their order, after lowering, which elides gathers by itself. */
public final class Rewrites {
    private Rewrites() {}

    /** Rewrites a program's routines, and packs resident tensors where samples lie in lanes. */
    public static List<Routine> of(List<Routine> routines, Program program, Target target, Set<Rewrite> rewrites) {
        List<Routine> result = routines;
        if (rewrites.contains(Rewrite.EPILOGUE_FUSION)) {
            result = EpilogueFusion.of(result, program);
        }
        if (rewrites.contains(Rewrite.DEAD_STORE_ELIMINATION)) {
            result = DeadStoreElimination.of(result, program);
        }
        return target.lanes() > 1 ? LanePacking.of(result) : result;
    }
}
