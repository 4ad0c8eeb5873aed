package handgrad.backend.opencl.launch;

import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Section;
import java.util.List;

/**
 * Routines that run in one launch.
 *
 * @param kind how the launch is divided over work-groups
 * @param routines in the order in which they take effect
 */
public record Launch(Kind kind, List<Routine> routines) {
    /** How a launch is divided over work-groups. */
    public enum Kind {
        /** One work-group a sample (or group of lanes), which takes it through all routines. */
        BY_SAMPLE,
        /** The routines' tasks, each a work-group; the routines of kind SEQUENCE together are one more. */
        TASKS,
        /** One routine over all samples, its work spread over all work-items. */
        WIDE,
        /** One work-group that runs whole steps, one after the other. */
        PERSISTENT
    }

    /** The routines of a kind, in order. */
    public List<Routine> ofKind(Section.Kind routineKind) {
        return routines.stream()
                .filter(routine -> routine.kind() == routineKind)
                .toList();
    }

    /** Whether a work-group's items share sums in phases. */
    public boolean hasPhases() {
        return routines.stream().anyMatch(Routine::isPhased);
    }

    /** The local floats that its routines need for sums, at most at a time. */
    public int scratchFloats() {
        final int most = routines.stream().mapToInt(Routine::scratch).max().orElse(0);
        final int sequence = ofKind(Section.Kind.SEQUENCE).stream()
                .mapToInt(Routine::scratch)
                .sum();
        return Math.max(hasPhases() ? 1 : 0, Math.max(most, sequence));
    }
}
