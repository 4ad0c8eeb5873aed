package handgrad.backend.opencl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells before which routines of a work-group its items must wait for each other. */
final class Barriers {
    private final Target target;
    private final MemoryPlan memory;
    private final Launch launch;
    private final List<Routine> sinceLast = new ArrayList<>();

    Barriers(Target target, MemoryPlan memory, Launch launch) {
        this.target = target;
        this.memory = memory;
        this.launch = launch;
    }

    /** Whether a barrier must stand before this routine, which is the next; asked once for each, in order. */
    boolean isNeededBefore(Routine routine) {
        final boolean isNeeded = target.shares() && sinceLast.stream().anyMatch(earlier -> mustWait(earlier, routine));
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
    private boolean overlap(Operand one, Operand other) {
        if (one.tensor().equals(other.tensor())
                || one.tensor().role().isResident()
                || other.tensor().role().isResident()) {
            return false;
        }
        return overlap(
                        memory.localOffset(launch, one.tensor()), memory.elementsIn(launch, one.tensor()),
                        memory.localOffset(launch, other.tensor()), memory.elementsIn(launch, other.tensor()))
                || overlap(
                        memory.arenaOffset(one.tensor()), memory.arenaFloats(one.tensor()),
                        memory.arenaOffset(other.tensor()), memory.arenaFloats(other.tensor()));
    }

    private static boolean overlap(Optional<Long> one, long oneSize, Optional<Long> other, long otherSize) {
        return one.isPresent()
                && other.isPresent()
                && one.get() < other.get() + otherSize
                && other.get() < one.get() + oneSize;
    }
}
