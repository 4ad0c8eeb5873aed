package handgrad.host.sweep.outcome;

import java.util.List;
import java.util.Optional;

/**
 * Mean and standard deviation, that of {@code numpy.std}: the root of the mean squared distance from the mean, over n
 * and not n − 1.
 *
 * @param mean the mean
 * @param std the standard deviation
 */
public record Statistics(double mean, double std) {
    /**
     * Of some numbers.
     *
     * @param values the numbers
     * @return mean and standard deviation, or empty if there are none
     */
    public static Optional<Statistics> of(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        final double mean = mean(values);
        return Optional.of(new Statistics(
                mean,
                Math.sqrt(mean(values.stream()
                        .map(value -> (value - mean) * (value - mean))
                        .toList()))));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
