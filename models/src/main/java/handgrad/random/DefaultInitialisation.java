package handgrad.random;

/**
 * The draws by which PyTorch initialises {@code nn.Linear} and {@code nn.Conv2d} (their {@code reset_parameters}): the weights, then
 * the biases, all uniform in ±1/√fan_in.
 */
public final class DefaultInitialisation {
    private DefaultInitialisation() {}

    /**
     * The limit of weights and biases, 1/√fan_in. PyTorch's {@code kaiming_uniform_(a=√5)} computes the weights' one as
     * √3·√(2/(1 + a²))/√fan_in, whose double may differ in the last bit; the float, which is what draws, is the same for every fan-in
     * up to 200,000.
     *
     * @param fanIn the inputs of one output: features, or input channels × kernel height × kernel width; at least 1
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
     * @param stream where to draw from
     * @param weights filled
     * @param biases filled; of length 0 where the layer has none, and then nothing is drawn
     * @param fanIn as for {@link #limit}
     * @throws IllegalArgumentException if the fan-in is below 1
     */
    public static void draw(RandomStream stream, float[] weights, float[] biases, int fanIn) {
        final double limit = limit(fanIn);
        stream.fillUniform(weights, -limit, limit);
        stream.fillUniform(biases, -limit, limit);
    }
}
