package handgrad.random;

/**
 * PyTorch's default initialisation of {@code nn.Linear} and {@code nn.Conv2d} ({@code reset_parameters}): weights, then
 * biases, uniform in ±1/√fan_in.
 */
public final class DefaultInitialisation {
    private DefaultInitialisation() {}

    /**
     * The limit 1/√fan_in. For weights, PyTorch's {@code kaiming_uniform_(a=√5)} computes √3·√(2/(1 + a²))/√fan_in,
     * which may differ in the last bit of a double; rounded to float, both are equal for every fan-in up to 200,000.
     *
     * @param fanIn the number of inputs of one output: features, or input channels × kernel height × kernel width; at
     *     least 1
     * @return the limit
     * @throws IllegalArgumentException if the fan-in is below 1
     */
    public static double limit(int fanIn) {
        if (fanIn < 1) {
            throw new IllegalArgumentException("the fan-in must be at least 1, not " + fanIn);
        }
        return 1 / Math.sqrt(fanIn);
    }

    /**
     * Draws the parameters of one layer: the weights, then the biases.
     *
     * @param stream the stream to draw from
     * @param weights filled
     * @param biases filled; of length 0 for a layer without biases, for which nothing is drawn
     * @param fanIn as for {@link #limit}
     * @throws IllegalArgumentException if the fan-in is below 1
     */
    public static void draw(RandomStream stream, float[] weights, float[] biases, int fanIn) {
        final double limit = limit(fanIn);
        stream.fillUniform(weights, -limit, limit);
        stream.fillUniform(biases, -limit, limit);
    }
}
