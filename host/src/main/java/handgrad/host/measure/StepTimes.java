package handgrad.host.measure;

import java.util.Comparator;
import java.util.List;

/**
 * How long a step takes, from several stretches of steps. The clock is read only between stretches, after the device
 * has finished, so that its cost is negligible.
 *
 * @param median seconds a step
 * @param p10 seconds a step: one stretch of ten was faster
 * @param p90 seconds a step: one stretch of ten was slower
 * @param samples how many stretches there were
 * @param stepsPerSample how many steps most of them had
 */
public record StepTimes(double median, double p10, double p90, int samples, int stepsPerSample) {
    /**
     * Some steps in a row.
     *
     * @param steps how many
     * @param seconds how long they took together
     */
    public record Stretch(int steps, double seconds) {
        /**
         * The time of one step.
         *
         * @return seconds
         */
        double each() {
            return seconds / steps;
        }
    }

    /**
     * Sums up.
     *
     * @param stretches at least one
     * @return median and percentiles
     */
    public static StepTimes of(List<Stretch> stretches) {
        final List<Double> each = stretches.stream().map(Stretch::each).sorted().toList();
        return new StepTimes(
                quantile(each, 0.5),
                quantile(each, 0.1),
                quantile(each, 0.9),
                stretches.size(),
                stretches.stream()
                        .map(Stretch::steps)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /**
     * A quantile by linear interpolation, NumPy's default.
     *
     * @param sorted at least one, ascending
     * @param share 0 for the least, 1 for the greatest
     * @return the quantile
     */
    public static double quantile(List<Double> sorted, double share) {
        final double position = share * (sorted.size() - 1);
        final int below = (int) position;
        final int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
    }
}
