package handgrad.backend.opencl.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts routines together into as few launches as the order of their effects allows: each joins the first launch that comes after all that it
 * must wait for. Within a launch, work-groups know nothing of each other; so a routine may follow another in its own launch only where both
 * treat a sample by itself, or where one work-group runs both.
 */
final class LaunchPlanner {
    private LaunchPlanner() {}

    /** The launches of a fused plan. */
    static List<Launch> fused(List<Routine> routines) {
        final List<Launch> launches = new ArrayList<>();
        for (final Routine routine : routines) {
            final int first = firstPossible(routine, launches);
            final Launch launch = launches.subList(first, launches.size()).stream()
                    .filter(candidate -> candidate.takes(routine))
                    .findFirst()
                    .orElseGet(() -> {
                        launches.add(Launch.empty(kindFor(routine)));
                        return launches.getLast();
                    });
            launch.routines().add(routine);
        }
        return launches;
    }

    /** Each routine a launch. */
    static List<Launch> plain(List<Routine> routines) {
        return routines.stream()
                .map(routine -> new Launch(
                        routine.kind() == Routine.Kind.BY_SAMPLE ? Launch.Kind.WIDE : Launch.Kind.TASKS,
                        List.of(routine)))
                .toList();
    }

    /** All routines in one launch of one work-group. */
    static List<Launch> persistent(List<Routine> routines) {
        return List.of(new Launch(Launch.Kind.PERSISTENT, routines));
    }

    private static Launch.Kind kindFor(Routine routine) {
        if (routine.kind() != Routine.Kind.BY_SAMPLE) {
            return Launch.Kind.TASKS;
        }
        return routine.wide() ? Launch.Kind.WIDE : Launch.Kind.BY_SAMPLE;
    }

    private static int firstPossible(Routine routine, List<Launch> launches) {
        int first = 0;
        for (int l = 0; l < launches.size(); l++) {
            for (final Routine earlier : launches.get(l).routines()) {
                if (earlier.conflictsWith(routine)) {
                    first = Math.max(first, Launch.mayFollow(earlier, routine) ? l : l + 1);
                }
            }
        }
        return first;
    }
}
