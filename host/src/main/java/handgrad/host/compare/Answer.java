package handgrad.host.compare;

import handgrad.host.measure.Measurement;
import handgrad.host.measure.SweepPoint;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The result of a comparison in a sentence: which device is faster, by how much, from which batch size on, and whether
 * the results agree.
 */
final class Answer {
    /** Closer than this, and noise decides. */
    static final double EVEN = 1.05;

    private Answer() {}

    /** The sentence. */
    static String of(List<Measurement> devices, Agreement agreement, BatchSweep sweep) {
        final List<Measurement> ranking = devices.stream()
                .sorted(Comparator.comparingDouble(Measurement::secondsPerStep))
                .toList();
        final Measurement fastest = ranking.getFirst();
        final String time = step(fastest.secondsPerStep());
        if (ranking.size() == 1) {
            return "%s takes %s a step of batch %d; name another device to compare it with."
                    .formatted(fastest.device(), time, fastest.setting().batch());
        }
        final String lead =
                ranking.stream().skip(1).map(other -> lead(fastest, other)).collect(Collectors.joining(" and "));
        return "%s is %s: %s a step of batch %s%s; %s; %s."
                .formatted(
                        fastest.device(),
                        lead,
                        time,
                        String.format(Locale.ROOT, "%,d", fastest.setting().batch()),
                        devices.stream().allMatch(device -> device.steadyStep() != null)
                                ? ""
                                : " (all steps, compilation included, where there are too few for steady ones)",
                        batches(devices, sweep),
                        agrees(agreement));
    }

    private static String lead(Measurement fastest, Measurement other) {
        final double ratio = other.secondsPerStep() / fastest.secondsPerStep();
        return ratio < EVEN
                ? "about as fast as %s (%s)".formatted(other.device(), step(other.secondsPerStep()))
                : "%s times as fast as %s (%s)".formatted(digits(ratio), other.device(), step(other.secondsPerStep()));
    }

    private static String batches(List<Measurement> devices, BatchSweep sweep) {
        if (sweep == null) {
            return "--batch-sweep finds from which batch size on";
        }
        final List<SweepPoint> points = sweep.series().getFirst().points();
        return sweep.crossovers().stream()
                .map(crossover -> crossover(crossover, points) + doubt(crossover, devices))
                .collect(Collectors.joining(", "));
    }

    private static String crossover(BatchSweep.Crossover crossover, List<SweepPoint> points) {
        if (crossover.fromBatch() == null) {
            return String.format(
                    Locale.ROOT,
                    "there is no batch size from which on %s or %s stays ahead, they are even at %,d",
                    crossover.faster(),
                    crossover.slower(),
                    points.getLast().batch());
        }
        return String.format(
                Locale.ROOT,
                crossover.fromBatch() == points.getFirst().batch()
                        ? "%s is ahead of %s at every batch size from %,d to %,d"
                        : "%s is ahead of %s from batch %,d on (measured up to %,d)",
                crossover.faster(),
                crossover.slower(),
                crossover.fromBatch(),
                points.getLast().batch());
    }

    /**
     * Where a training and the sweep contradict each other at the same batch size, the machine was busy during one of
     * them.
     */
    private static String doubt(BatchSweep.Crossover crossover, List<Measurement> devices) {
        final double faster = secondsPerStep(devices, crossover.faster());
        final double slower = secondsPerStep(devices, crossover.slower());
        final int batch = devices.getFirst().setting().batch();
        return crossover.fromBatch() == null || batch < crossover.fromBatch() || faster < EVEN * slower
                ? ""
                : String.format(
                        Locale.ROOT,
                        " – by the sweep, which contradicts the training of batch %,d: repeat it on a machine that"
                                + " does nothing else",
                        batch);
    }

    private static double secondsPerStep(List<Measurement> devices, String name) {
        return devices.stream()
                .filter(device -> device.device().equals(name))
                .mapToDouble(Measurement::secondsPerStep)
                .findFirst()
                .orElseThrow();
    }

    private static String agrees(Agreement agreement) {
        final List<Agreement.Point> points = agreement.points();
        if (!agreement.agrees()) {
            final Agreement.Point bad =
                    points.stream().filter(point -> !point.agrees()).findFirst().orElseThrow();
            return String.format(
                    Locale.ROOT,
                    "the results do NOT agree: after %s, %s differs from %s by %.1e in %s (allowed: %.1e) and by %.1e"
                            + " in the loss"
                            + " (allowed: %.1e)",
                    bad.point(),
                    bad.device(),
                    agreement.reference(),
                    bad.parameterDifference(),
                    bad.parameter(),
                    bad.tolerance(),
                    bad.lossDifference(),
                    bad.lossTolerance());
        }
        final long steps =
                points.stream().mapToLong(Agreement.Point::step).max().orElseThrow();
        final String after = steps == 1 ? "1 step" : String.format(Locale.ROOT, "%,d steps", steps);
        final List<Agreement.Point> ends =
                points.stream().filter(point -> point.step() == steps).toList();
        final Agreement.Point last = ends.stream()
                .max(Comparator.comparingDouble(Agreement.Point::parameterDifference))
                .orElseThrow();
        final double loss =
                ends.stream().mapToDouble(Agreement.Point::lossDifference).max().orElseThrow();
        if (last.parameterDifference() == 0 && loss == 0) {
            return "the results agree: after " + after + " every parameter and the loss are equal to "
                    + agreement.reference() + "'s";
        }
        return String.format(
                Locale.ROOT,
                "the results agree: after %s no parameter differs from %s's by more than %.1e (allowed: %.1e), %s",
                after,
                agreement.reference(),
                last.parameterDifference(),
                last.tolerance(),
                loss == 0
                        ? "and the loss is equal"
                        : String.format(Locale.ROOT, "nor the loss by more than %.1e", loss));
    }

    private static String digits(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.1f" : "%.0f", ratio);
    }

    private static String step(double seconds) {
        return String.format(
                Locale.ROOT, seconds < 1e-3 ? "%.2f µs" : "%.3f ms", seconds < 1e-3 ? 1e6 * seconds : 1e3 * seconds);
    }
}
