package handgrad.training;

import handgrad.network.Parameter;
import handgrad.network.Parameter.Kind;
import handgrad.random.RandomStream;
import java.util.Arrays;

/** The values that parameters have before the first step. */
public sealed interface Initialiser {
    /**
     * Draws one parameter's values.
     *
     * @param parameter the parameter
     * @param stream where random values come from
     * @return its elements
     */
    float[] draw(Parameter parameter, RandomStream stream);

    /**
     * What PyTorch gives {@code nn.Linear} and {@code nn.Conv2d}: weights and biases uniform in ±1/√fan_in (kaiming_uniform_ with a = √5 comes
     * to the same for the weights).
     */
    record PyTorchDefault() implements Initialiser {
        @Override
        public float[] draw(Parameter parameter, RandomStream stream) {
            final float[] values = new float[parameter.shape().size()];
            final double bound = 1 / Math.sqrt(parameter.fanIn());
            stream.fillUniform(values, -bound, bound);
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
        public float[] draw(Parameter parameter, RandomStream stream) {
            final float[] values = new float[parameter.shape().size()];
            if (parameter.kind() == Kind.WEIGHT) {
                stream.fillNormal(values, 0, standardDeviation);
            } else {
                Arrays.fill(values, bias);
            }
            return values;
        }
    }
}
