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
 * The faster half of some profiled steps, so that what interrupts a program now and then is not taken for an op's work.
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
                .sorted(Comparator.comparingLong(each -> each.step().nanos()))
                .limit(Math.max(1, (byStart.size() + 1) / 2))
                .sorted(Comparator.comparingLong(each -> each.step().start()))
                .toList();
        return new KeptSteps(profile.tracks(), profile.pieces(), kept);
    }

    /** The mean duration of a step, in seconds. */
    double stepSeconds() {
        return steps.stream().mapToLong(kept -> kept.step().nanos()).average().orElseThrow() / 1e9;
    }

    /** The mean time of a piece a step, in seconds: of all tracks together, divided by how many there are. */
    double secondsOf(int piece) {
        final long nanos = steps.stream()
                .flatMap(kept -> kept.spans().stream())
                .filter(span -> span.piece() == piece)
                .mapToLong(Span::nanos)
                .sum();
        return nanos / 1e9 / steps.size() / tracks.size();
    }

    /** In how many parts a step does a piece. */
    int tasksOf(int piece) {
        return (int) steps.getFirst().spans().stream()
                .filter(span -> span.piece() == piece)
                .count();
    }
}
