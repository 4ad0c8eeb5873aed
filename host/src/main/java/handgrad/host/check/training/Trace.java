package handgrad.host.check.training;

import handgrad.program.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a training left behind.
 *
 * @param parameters each parameter tensor at some moments
 * @param losses each history of losses, by what it is of: one element a step
 * @param counts histories of hits and the position, by what they are
 */
record Trace(Map<Moment, double[]> parameters, Map<String, double[]> losses, Map<String, int[]> counts) {
    /**
     * A parameter tensor after some steps.
     *
     * @param tensor which
     * @param steps how many
     */
    record Moment(Tensor tensor, int steps) {
        @Override
        public String toString() {
            return tensor.name() + " after " + steps + (steps == 1 ? " step" : " steps");
        }
    }

    /** Copies the maps. */
    Trace {
        parameters = new LinkedHashMap<>(parameters);
        losses = new LinkedHashMap<>(losses);
        counts = new LinkedHashMap<>(counts);
    }

    /** Whether any parameter is NaN. */
    boolean anyParameterIsNaN() {
        return parameters.values().stream().flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN);
    }

    /** The first bit-level difference between two traces; all NaNs count as equal. */
    Optional<String> firstDifference(Trace other) {
        for (final Map.Entry<Moment, double[]> entry : parameters.entrySet()) {
            if (!Arrays.equals(entry.getValue(), other.parameters.get(entry.getKey()))) {
                return Optional.of(entry.getKey().toString());
            }
        }
        for (final Map.Entry<String, double[]> entry : losses.entrySet()) {
            if (!Arrays.equals(entry.getValue(), other.losses.get(entry.getKey()))) {
                return Optional.of(entry.getKey());
            }
        }
        for (final Map.Entry<String, int[]> entry : counts.entrySet()) {
            if (!Arrays.equals(entry.getValue(), other.counts.get(entry.getKey()))) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
