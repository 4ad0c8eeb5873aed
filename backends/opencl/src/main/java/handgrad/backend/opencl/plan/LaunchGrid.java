package handgrad.backend.opencl.plan;

import java.util.List;

/** How a launch's work is divided over work-groups and work-items. */
final class LaunchGrid {
    private final Target target;
    private final Launch launch;

    LaunchGrid(Target target, Launch launch) {
        this.target = target;
        this.launch = launch;
    }

    /** The work-items of a work-group. */
    int localSize() {
        return target.kind() == PlanKind.PLAIN ? Math.min(target.maxItems(), Tiling.PLAIN_ITEMS) : target.items();
    }

    /** The work-groups. */
    long groups() {
        return switch (launch.kind()) {
            case BY_SAMPLE -> target.groups(launch.routines().getFirst().batch());
            case TASKS -> taskGroups();
            case WIDE -> wideGroups();
            case PERSISTENT -> 1;
        };
    }

    private long wideGroups() {
        final Routine routine = launch.routines().getFirst();
        final long tasks = (long) routine.tasks() * (routine.wide() ? 1 : target.groups(routine.batch()));
        return Math.clamp(Math.ceilDiv(tasks, localSize()), 1, Tiling.MOST_GROUPS);
    }

    private long taskGroups() {
        final long groups =
                tasks().stream().mapToLong(this::groupsOf).sum() + (sequence().isEmpty() ? 0 : 1);
        return target.kind() == PlanKind.PLAIN ? Math.ceilDiv(groups, localSize()) : groups;
    }

    /** The routines whose tasks are handed out. */
    List<Routine> tasks() {
        return ofKind(Routine.Kind.TASKS);
    }

    /** The routines that one work-group runs, one after the other. */
    List<Routine> sequence() {
        return ofKind(Routine.Kind.SEQUENCE);
    }

    private List<Routine> ofKind(Routine.Kind kind) {
        return launch.routines().stream()
                .filter(routine -> routine.kind() == kind)
                .toList();
    }

    /** The work-groups for a routine's tasks: on a CPU each takes several, so that handing them out costs little. */
    int groupsOf(Routine routine) {
        return Math.ceilDiv(routine.tasks(), tasksPerGroup(routine));
    }

    /** The tasks of a routine that a work-group takes. */
    int tasksPerGroup(Routine routine) {
        return target.kind() == PlanKind.CPU
                ? Math.ceilDiv(routine.tasks(), target.units() * Tiling.CPU_GROUPS_PER_UNIT)
                : 1;
    }
}
