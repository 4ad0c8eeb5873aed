package handgrad.backend.opencl.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Routines that run in one launch.
 *
 * @param kind how the launch is divided over work-groups
 * @param routines in the order in which they take effect
 */
record Launch(Kind kind, List<Routine> routines) {
    /** How a launch is divided over work-groups. */
    enum Kind {
        /** One work-group a sample (or group of lanes), which takes it through all routines. */
        BY_SAMPLE,
        /** The routines' tasks, each a work-group; the routines of kind SEQUENCE together are one more. */
        TASKS,
        /** One routine over all samples, its work spread over all work-items. */
        WIDE,
        /** One work-group that runs whole steps, one after the other. */
        PERSISTENT
    }

    static Launch empty(Kind kind) {
        return new Launch(kind, new ArrayList<>());
    }

    /** Whether a routine may join, as far as the kind goes. */
    boolean takes(Routine routine) {
        return switch (kind) {
            case BY_SAMPLE ->
                routine.kind() == Routine.Kind.BY_SAMPLE
                        && !routine.wide()
                        && routine.batch() == routines.getFirst().batch();
            case TASKS -> routine.kind() != Routine.Kind.BY_SAMPLE;
            case WIDE, PERSISTENT -> false;
        };
    }

    /** Whether a routine may follow one of this launch within it, although the order of the two matters. */
    static boolean mayFollow(Routine earlier, Routine later) {
        if (earlier.kind() != later.kind()) {
            return false;
        }
        return switch (earlier.kind()) {
            case SEQUENCE -> true;
            case TASKS -> false;
            case BY_SAMPLE ->
                earlier.operands().stream()
                                .filter(operand -> !operand.bySample())
                                .noneMatch(operand -> isDisputed(operand, later))
                        && later.operands().stream()
                                .filter(operand -> !operand.bySample())
                                .noneMatch(operand -> isDisputed(operand, earlier));
        };
    }

    private static boolean isDisputed(Operand operand, Routine other) {
        return other.isWriting(operand.tensor()) || operand.isWritten() && other.isReading(operand.tensor());
    }
}
