package handgrad.network;

import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.List;

/**
 * Two-dimensional convolution that connects every input channel with every output channel: y = b + Σ w · x over the
 * window; dx is the convolution of dy with the kernels rotated by 180°; dw is the correlation of x with dy. Derivation:
 * docs/derivations.md, "Convolution".
 *
 * @param name the layer's name
 * @param channels the number O of output channels
 * @param window its kernel size, stride and padding
 */
public record Convolution(String name, int channels, Window window) implements Layer {
    /**
     * The same layer with zero padding.
     *
     * @param pixels the padding on each side
     * @return the layer
     */
    public Convolution padding(int pixels) {
        return new Convolution(name, channels, new Window(window.size(), window.stride(), pixels));
    }

    /**
     * The same layer with another stride.
     *
     * @param pixels the stride
     * @return the layer
     */
    public Convolution stride(int pixels) {
        return new Convolution(name, channels, new Window(window.size(), pixels, window.padding()));
    }

    @Override
    public Shape outputShape(Shape input) {
        return ImageShapes.outputShape(name, input, channels, window);
    }

    @Override
    public List<Parameter> parameters(Shape input) {
        final int inputChannels = input.dimension(0);
        final int fanIn = inputChannels * window.size() * window.size();
        return List.of(Parameter.weight(weight(inputChannels), fanIn), Parameter.bias(bias(), fanIn));
    }

    @Override
    public long multiplications(Shape input) {
        return (long) outputShape(input).size() * input.dimension(0) * window.size() * window.size();
    }

    @Override
    public Tensor forward(Tensor x, ProgramBuilder program) {
        final Tensor y = Tensor.activation(
                name, outputShape(ImageShapes.sample(x)).withBatch(x.shape().batch()));
        return program.add(new Conv2dForward(x, weight(x), bias(), y, window));
    }

    @Override
    public void parameterGradients(Tensor x, Tensor dy, ProgramBuilder program) {
        program.add(new Conv2dBackwardWeight(x, dy, Tensor.gradient(weight(x)), Tensor.gradient(bias()), window));
    }

    @Override
    public Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program) {
        return program.add(new Conv2dBackwardInput(dy, weight(x), Tensor.gradient(x), window));
    }

    private Tensor weight(Tensor x) {
        return weight(x.shape().dimension(1));
    }

    private Tensor weight(int inputChannels) {
        return Tensor.parameter(name + ".weight", Shape.of(channels, inputChannels, window.size(), window.size()));
    }

    private Tensor bias() {
        return Tensor.parameter(name + ".bias", Shape.of(channels));
    }
}
