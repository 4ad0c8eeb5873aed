package handgrad.training;

import handgrad.network.Parameter;
import handgrad.network.Parameter.Kind;
import handgrad.random.DefaultInitialisation;
import handgrad.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The initial values of parameters. */
public sealed interface Initialiser {
    /**
     * Draws the values of all parameters of a network.
     *
     * @param parameters the parameters, in order
     * @param stream the stream to draw from
     * @return the elements of each parameter
     */
    List<float[]> draw(List<Parameter> parameters, RandomStream stream);

    /** PyTorch's default for {@code nn.Linear} and {@code nn.Conv2d}: weights and biases uniform in ±1/√fan_in. */
    record PyTorchDefault() implements Initialiser {
        @Override
        public List<float[]> draw(List<Parameter> parameters, RandomStream stream) {
            final List<float[]> values = zeros(parameters);
            for (int p = 0; p < parameters.size(); p++) {
                final double limit =
                        DefaultInitialisation.limit(parameters.get(p).fanIn());
                stream.fillUniform(values.get(p), -limit, limit);
            }
            return values;
        }
    }

    /**
     * Weights normal with mean 0, biases constant.
     *
     * @param standardDeviation the weights' standard deviation
     * @param bias every bias
     */
    record Normal(float standardDeviation, float bias) implements Initialiser {
        @Override
        public List<float[]> draw(List<Parameter> parameters, RandomStream stream) {
            final List<float[]> values = zeros(parameters);
            for (int p = 0; p < parameters.size(); p++) {
                if (parameters.get(p).kind() == Kind.WEIGHT) {
                    stream.fillNormal(values.get(p), 0, standardDeviation);
                } else {
                    Arrays.fill(values.get(p), bias);
                }
            }
            return values;
        }
    }

    /**
     * All parameters, including biases, normal with mean 0, each with its own standard deviation.
     *
     * @param standardDeviations one for each parameter, in order
     */
    record NormalEach(List<Double> standardDeviations) implements Initialiser {
        /** Copies the list. */
        public NormalEach {
            standardDeviations = List.copyOf(standardDeviations);
        }

        @Override
        public List<float[]> draw(List<Parameter> parameters, RandomStream stream) {
            if (parameters.size() != standardDeviations.size()) {
                throw new IllegalArgumentException(
                        standardDeviations.size() + " standard deviations for " + parameters.size() + " parameters");
            }
            final List<float[]> values = zeros(parameters);
            for (int p = 0; p < parameters.size(); p++) {
                stream.fillNormal(values.get(p), 0, standardDeviations.get(p));
            }
            return values;
        }
    }

    /**
     * Draws the values of one initialiser, discards them, and draws those of another, like a PyTorch program that
     * overwrites a layer's default values.
     *
     * @param overwritten draws the values that are discarded
     * @param kept draws the values that are used
     */
    record Overwriting(Initialiser overwritten, Initialiser kept) implements Initialiser {
        @Override
        public List<float[]> draw(List<Parameter> parameters, RandomStream stream) {
            overwritten.draw(parameters, stream);
            return kept.draw(parameters, stream);
        }
    }

    private static List<float[]> zeros(List<Parameter> parameters) {
        final List<float[]> values = new ArrayList<>();
        parameters.forEach(parameter -> values.add(new float[parameter.shape().size()]));
        return values;
    }
}
