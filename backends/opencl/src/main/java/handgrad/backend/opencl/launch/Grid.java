package handgrad.backend.opencl.launch;

import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Section;
import handgrad.backend.opencl.routine.Target;

/**
 * How a launch's work is divided over work-groups and work-items.
 *
 * @param target the device and its plan
 * @param launch the launch
 */
public record Grid(Target target, Launch launch) {
    /** Work-items of a work-group of the plain plan, and the most work-groups of one launch of it. */
    private static final int PLAIN_ITEMS = 64;

    private static final int MOST_GROUPS = 4096;

    /** Work-groups a CPU's unit into which a routine's tasks are divided: few cost little, many balance. */
    private static final int CPU_GROUPS_PER_UNIT = 16;

    /** The work-items of a work-group. */
    public int localSize() {
        return target.kind() == PlanKind.PLAIN ? Math.min(target.maxItems(), PLAIN_ITEMS) : target.items();
    }

    /** The work-groups. */
    public long groups() {
        final Routine first = launch.routines().getFirst();
        return switch (launch.kind()) {
            case BY_SAMPLE -> target.groups(first.batch());
            case TASKS -> {
                final long groups = launch.ofKind(Section.Kind.TASKS).stream()
                                .mapToLong(this::groupsOf)
                                .sum()
                        + (launch.ofKind(Section.Kind.SEQUENCE).isEmpty() ? 0 : 1);
                yield target.kind() == PlanKind.PLAIN ? Math.ceilDiv(groups, localSize()) : groups;
            }
            case WIDE -> {
                final long tasks = (long) first.tasks() * (first.wide() ? 1 : target.groups(first.batch()));
                yield Math.clamp(Math.ceilDiv(tasks, localSize()), 1, MOST_GROUPS);
            }
            case PERSISTENT -> 1;
        };
    }

    /** The work-groups for the tasks of a routine. */
    public int groupsOf(Routine routine) {
        return Math.ceilDiv(routine.tasks(), tasksPerGroup(routine));
    }

    /** The tasks of a routine that a work-group takes: on a CPU several, so that handing them out costs little. */
    public int tasksPerGroup(Routine routine) {
        return target.kind() == PlanKind.CPU ? Math.ceilDiv(routine.tasks(), target.units() * CPU_GROUPS_PER_UNIT) : 1;
    }
}
