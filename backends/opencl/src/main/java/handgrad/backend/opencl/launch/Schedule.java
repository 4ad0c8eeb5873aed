package handgrad.backend.opencl.launch;

import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Section;
import handgrad.backend.opencl.routine.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts routines into as few launches as the order of their effects allows: each joins the first launch that comes after
 * all that it must wait for. Work-groups of a launch know nothing of each other, so a routine may follow another in its
 * own launch only where both treat a sample by itself, or where one work-group runs both.
 */
public final class Schedule {
    private Schedule() {}

    /** The launches of a step: one a routine (plain), one for all (persistent), or as few as possible. */
    public static List<Launch> of(List<Routine> routines, Target target) {
        if (target.persistent()) {
            return List.of(new Launch(Launch.Kind.PERSISTENT, routines));
        }
        final List<Launch> launches = new ArrayList<>();
        for (final Routine routine : routines) {
            final Launch.Kind kind = kindFor(routine, target);
            launches.stream()
                    .skip(target.kind() == PlanKind.PLAIN ? launches.size() : firstPossible(routine, launches))
                    .filter(launch -> takes(launch, kind, routine))
                    .findFirst()
                    .orElseGet(() -> {
                        launches.add(new Launch(kind, new ArrayList<>()));
                        return launches.getLast();
                    })
                    .routines()
                    .add(routine);
        }
        return launches;
    }

    private static Launch.Kind kindFor(Routine routine, Target target) {
        if (routine.kind() != Section.Kind.BY_SAMPLE) {
            return Launch.Kind.TASKS;
        }
        return routine.wide() || target.kind() == PlanKind.PLAIN ? Launch.Kind.WIDE : Launch.Kind.BY_SAMPLE;
    }

    private static boolean takes(Launch launch, Launch.Kind kind, Routine routine) {
        return launch.kind() == kind
                && kind != Launch.Kind.WIDE
                && (kind == Launch.Kind.TASKS || launch.routines().getFirst().batch() == routine.batch());
    }

    private static int firstPossible(Routine routine, List<Launch> launches) {
        int first = 0;
        for (int l = 0; l < launches.size(); l++) {
            for (final Routine earlier : launches.get(l).routines()) {
                if (earlier.conflictsWith(routine)) {
                    first = Math.max(first, mayFollow(earlier, routine) ? l : l + 1);
                }
            }
        }
        return first;
    }

    /** Whether a routine may follow another in its launch although the order of the two matters. */
    private static boolean mayFollow(Routine earlier, Routine later) {
        if (earlier.kind() != later.kind()) {
            return false;
        }
        return switch (earlier.kind()) {
            case SEQUENCE -> true;
            case TASKS -> false;
            case BY_SAMPLE -> !sharesWhole(earlier, later) && !sharesWhole(later, earlier);
        };
    }

    /** Whether one has an array for all samples that either of the two writes and both know. */
    private static boolean sharesWhole(Routine one, Routine other) {
        return one.operands().stream()
                .filter(operand -> !operand.bySample())
                .anyMatch(operand ->
                        other.isWriting(operand.tensor()) || operand.isWritten() && other.isReading(operand.tensor()));
    }
}
