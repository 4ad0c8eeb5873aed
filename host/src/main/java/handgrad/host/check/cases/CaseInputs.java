package handgrad.host.check.cases;

import handgrad.backend.Session;
import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is uploaded before a case runs: all resident tensors of its program.
 *
 * @param floats the elements of each float tensor
 * @param ints the elements of each int tensor
 */
public record CaseInputs(Map<Tensor, float[]> floats, Map<Tensor, int[]> ints) {
    /**
     * Uploads copies, so that a session that keeps an array cannot change these.
     *
     * @param session where they go
     */
    public void uploadTo(Session session) {
        floats.forEach((tensor, values) -> session.upload(tensor, values.clone()));
        ints.forEach((tensor, values) -> session.upload(tensor, values.clone()));
    }

    /**
     * The elements of each float tensor, as doubles.
     *
     * @return new arrays
     */
    public Map<Tensor, double[]> doubles() {
        final Map<Tensor, double[]> doubles = new LinkedHashMap<>();
        floats.forEach((tensor, values) -> {
            final double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            doubles.put(tensor, wide);
        });
        return doubles;
    }

    /**
     * The same ints, with other floats: each element changed by a function.
     *
     * @param change from an element to its new value
     * @return new arrays
     */
    public Map<Tensor, double[]> doubles(UnaryOperator<Double> change) {
        final Map<Tensor, double[]> doubles = doubles();
        doubles.values().forEach(values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = change.apply(values[i]);
            }
        });
        return doubles;
    }
}
