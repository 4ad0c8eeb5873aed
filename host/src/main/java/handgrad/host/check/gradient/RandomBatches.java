package handgrad.host.check.gradient;

import handgrad.loss.ScoreLoss;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.program.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Random parameters, inputs and targets for whole networks. */
public final class RandomBatches {
    private RandomBatches() {}

    /**
     * Normal numbers scaled by 1/√fan-in, which keeps the activations' sizes near 1 in any depth.
     *
     * @param network whose parameters they are
     * @param random where they come from; the parameters draw in their order
     * @return the elements of each parameter tensor
     */
    public static Map<Tensor, double[]> parameters(Network network, RandomGenerator random) {
        final Map<Tensor, double[]> floats = new LinkedHashMap<>();
        for (final Parameter parameter : network.parameters()) {
            final double[] slice =
                    normal(1 / Math.sqrt(parameter.fanIn()), parameter.shape().size(), random);
            final double[] values = floats.computeIfAbsent(parameter.tensor(), tensor -> new double[tensor.size()]);
            System.arraycopy(slice, 0, values, parameter.offset(), slice.length);
        }
        return floats;
    }

    /**
     * Targets of the kind that a loss takes.
     *
     * @param loss the loss
     * @param size how many
     * @param random where they come from
     * @return −1 or +1, 0 or 1, or normal numbers
     */
    public static double[] targets(ScoreLoss loss, int size, RandomGenerator random) {
        return Arrays.stream(normal(1, size, random))
                .map(value -> switch (loss.function().targets()) {
                    case SIGN_BY_PROBABILITY, SIGN_BY_MARGIN -> Math.signum(value);
                    case NUMBER -> value;
                    case FRACTION_BY_PROBABILITY -> value > 0 ? 1 : 0;
                })
                .toArray();
    }

    /**
     * Normal numbers.
     *
     * @param scale their standard deviation
     * @param size how many
     * @param random where they come from
     * @return the numbers
     */
    public static double[] normal(double scale, int size, RandomGenerator random) {
        final double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = scale * random.nextGaussian();
        }
        return values;
    }
}
