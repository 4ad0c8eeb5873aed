package handgrad.backend.opencl.memory;

import handgrad.backend.opencl.launch.Launch;
import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Target;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells before which routines of a work-group its items must wait for each other. */
public final class Barriers {
    private final Target target;
    private final MemoryPlan memory;
    private final Launch launch;
    private final List<Routine> sinceLast = new ArrayList<>();

    /** The barriers of a launch, before its first routine. */
    public Barriers(Target target, MemoryPlan memory, Launch launch) {
        this.target = target;
        this.memory = memory;
        this.launch = launch;
    }

    /** Whether a barrier must stand before this routine, the next of the launch: for data, or for reused room. */
    public boolean isNeededBefore(Routine routine) {
        final boolean isNeeded =
                target.items() > 1 && sinceLast.stream().anyMatch(earlier -> mustWait(earlier, routine));
        if (isNeeded) {
            sinceLast.clear();
        }
        sinceLast.add(routine);
        return isNeeded;
    }

    private boolean mustWait(Routine earlier, Routine later) {
        return earlier.conflictsWith(later)
                || earlier.scratch() > 0 && later.scratch() > 0
                || earlier.operands().stream()
                        .anyMatch(one -> later.operands().stream()
                                .anyMatch(other -> (one.isWritten() || other.isWritten()) && overlap(one, other)));
    }

    /** Whether two tensors share room in memory, one after the other's life. */
    private boolean overlap(Operand operand, Operand otherOperand) {
        final Tensor one = operand.tensor();
        final Tensor other = otherOperand.tensor();
        if (one.equals(other) || one.role().isResident() || other.role().isResident()) {
            return false;
        }
        return overlap(
                        memory.localOffset(launch, one), memory.elementsIn(launch, one),
                        memory.localOffset(launch, other), memory.elementsIn(launch, other))
                || overlap(
                        memory.arenaOffset(one), memory.arenaFloats(one),
                        memory.arenaOffset(other), memory.arenaFloats(other));
    }

    private static boolean overlap(Optional<Long> one, long oneSize, Optional<Long> other, long otherSize) {
        return one.isPresent()
                && other.isPresent()
                && one.get() < other.get() + otherSize
                && other.get() < one.get() + oneSize;
    }
}
