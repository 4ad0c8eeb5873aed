package handgrad.host.profile;

import handgrad.backend.StepProfile;
import handgrad.backend.StepProfile.Piece;
import handgrad.backend.StepProfile.Span;
import handgrad.backend.StepProfile.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The faster half of some profiled steps, so that interruptions by other programs do not count as an op's work.
 *
 * @param tracks what works side by side
 * @param pieces what the program was cut into
 * @param steps in order
 */
record KeptSteps(List<String> tracks, List<Piece> pieces, List<Kept> steps) {
    /** A step with what was done in it. */
    record Kept(Step step, List<Span> spans) {}

    /** Keeps the faster half, at least one. */
    static KeptSteps of(StepProfile profile) {
        final TreeMap<Long, Kept> byStart = new TreeMap<>();
        profile.steps().forEach(step -> byStart.put(step.start(), new Kept(step, new ArrayList<>())));
        for (final Span span : profile.spans()) {
            final Map.Entry<Long, Kept> step = byStart.floorEntry(span.start());
            if (step != null) {
                step.getValue().spans().add(span);
            }
        }
        final List<Kept> kept = byStart.values().stream()
                .sorted(Comparator.comparingDouble(
                        each -> (double) each.step().nanos() / each.step().runs()))
                .limit(Math.max(1, (byStart.size() + 1) / 2))
                .sorted(Comparator.comparingLong(each -> each.step().start()))
                .toList();
        return new KeptSteps(profile.tracks(), profile.pieces(), kept);
    }

    /** How many runs of the program they are. */
    int runs() {
        return steps.stream().mapToInt(kept -> kept.step().runs()).sum();
    }

    /** The mean duration of a run, in seconds. */
    double stepSeconds() {
        return steps.stream().mapToLong(kept -> kept.step().nanos()).sum() / 1e9 / runs();
    }

    /** The mean time of a piece a run, in seconds: of all tracks together, divided by how many there are. */
    double secondsOf(int piece) {
        final long nanos = steps.stream()
                .flatMap(kept -> kept.spans().stream())
                .filter(span -> span.piece() == piece)
                .mapToLong(Span::nanos)
                .sum();
        return nanos / 1e9 / runs() / tracks.size();
    }

    /** How many parts a run splits a piece into. */
    int tasksOf(int piece) {
        final Kept first = steps.getFirst();
        return (int) first.spans().stream()
                        .filter(span -> span.piece() == piece)
                        .count()
                / first.step().runs();
    }
}
