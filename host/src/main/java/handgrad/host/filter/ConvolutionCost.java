package handgrad.host.filter;

import java.util.List;

/**
 * What a convolution costs, directly and through a bottleneck: a 1×1 convolution to few channels first, then the k×k
 * one. Its output has the input's size (zero padding).
 *
 * @param size the kernel's edge k
 * @param inputs input channels
 * @param outputs output channels
 * @param height rows of the image
 * @param width columns of the image
 * @param through channels of the bottleneck
 */
public record ConvolutionCost(int size, int inputs, int outputs, int height, int width, int through) {
    /**
     * One convolution.
     *
     * @param name what it is, such as {@code 5×5, 192 → 32}
     * @param multiplications height · width · k² · inputs · outputs
     * @param weights k² · inputs · outputs, biases not counted
     */
    public record Step(String name, long multiplications, long weights) {}

    /**
     * The convolution as it is.
     *
     * @return its cost
     */
    public Step direct() {
        return step(size, inputs, outputs);
    }

    /**
     * The two convolutions in its place.
     *
     * @return 1×1 to the bottleneck, then k×k from it
     */
    public List<Step> bottleneck() {
        return List.of(step(1, inputs, through), step(size, through, outputs));
    }

    /**
     * The multiplications of the direct convolution, divided by those of the two.
     *
     * @return above 1 where the bottleneck is cheaper
     */
    public double saving() {
        return (double) direct().multiplications()
                / bottleneck().stream().mapToLong(Step::multiplications).sum();
    }

    private Step step(int edge, int from, int to) {
        final long weights = Math.multiplyExact(Math.multiplyExact((long) edge * edge, from), to);
        return new Step(
                "%d×%d, %d → %d".formatted(edge, edge, from, to),
                Math.multiplyExact(Math.multiplyExact(weights, height), width),
                weights);
    }
}
