package handgrad.host.training;

import handgrad.backend.Session;
import handgrad.network.Network;
import handgrad.optimiser.Optimiser;
import handgrad.training.GradientDescent;
import handgrad.training.ParameterValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an optimiser keeps for each weight, in host memory.
 *
 * @param values for each name of the optimiser's rule its numbers, laid out as the parameters they belong to; one that
 *     is missing is 0 everywhere
 */
public record OptimiserState(Map<String, ParameterValues> values) {
    /** Before the first step. */
    public static final OptimiserState BEGINNING = new OptimiserState(Map.of());

    /** Copies the map, in order. */
    public OptimiserState {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** What is on a device. */
    static OptimiserState download(Optimiser optimiser, Network network, Session session) {
        final Map<String, ParameterValues> values = new LinkedHashMap<>();
        optimiser
                .rule()
                .states()
                .forEach(name -> values.put(
                        name,
                        ParameterValues.download(network, session, tensor -> GradientDescent.state(name, tensor))));
        return new OptimiserState(values);
    }

    /** Puts it on a device. */
    void upload(Optimiser optimiser, Network network, Session session) {
        for (final String name : optimiser.rule().states()) {
            final ParameterValues numbers = values.containsKey(name)
                    ? values.get(name)
                    : ParameterValues.of(
                            network, parameter -> new float[parameter.shape().size()]);
            numbers.upload(session, tensor -> GradientDescent.state(name, tensor));
        }
    }
}
