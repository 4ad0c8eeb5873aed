package handgrad.network;

import handgrad.network.Parameter.Kind;
import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Two-dimensional convolution in which each output channel is connected to some of the input channels only, as C3 of
 * the original LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998, Table I). One op computes the whole table. A checkpoint
 * has, like the course's PyTorch network, a separate small convolution for each output channel o: {@code NAME.o.weight}
 * [1, inputs of o, k, k] and {@code NAME.o.bias} [1]. Derivation: docs/derivations.md, "Convolution".
 *
 * @param name the layer's name
 * @param table the input channels of each output channel
 * @param window its kernel size, stride and padding
 */
public record TableConvolution(String name, ConnectionTable table, Window window) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        final Shape output = ImageShapes.outputShape(name, input, table.outputChannels(), window);
        if (input.dimension(0) != table.inputChannels()) {
            throw new IllegalArgumentException(
                    name + " takes " + table.inputChannels() + " channels, not samples of " + input);
        }
        return output;
    }

    @Override
    public List<Parameter> parameters(Shape input) {
        final int area = window.size() * window.size();
        final int[] starts = table.starts();
        final List<Parameter> parameters = new ArrayList<>();
        for (int o = 0; o < table.outputChannels(); o++) {
            final int seen = starts[o + 1] - starts[o];
            final String prefix = name + "." + o;
            final Shape kernels = Shape.of(1, seen, window.size(), window.size());
            parameters.add(
                    new Parameter(prefix + ".weight", kernels, weight(), starts[o] * area, seen * area, Kind.WEIGHT));
            parameters.add(new Parameter(prefix + ".bias", Shape.of(1), bias(), o, seen * area, Kind.BIAS));
        }
        return List.copyOf(parameters);
    }

    @Override
    public long multiplications(Shape input) {
        final Shape output = outputShape(input);
        return (long) table.connections() * window.size() * window.size() * output.dimension(1) * output.dimension(2);
    }

    @Override
    public Tensor forward(Tensor x, ProgramBuilder program) {
        final Tensor y = Tensor.activation(
                name, outputShape(ImageShapes.sample(x)).withBatch(x.shape().batch()));
        return program.add(new TableConv2dForward(x, weight(), bias(), y, window, table));
    }

    @Override
    public void parameterGradients(Tensor x, Tensor dy, ProgramBuilder program) {
        program.add(new TableConv2dBackwardWeight(
                x, dy, Tensor.gradient(weight()), Tensor.gradient(bias()), window, table));
    }

    @Override
    public Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program) {
        return program.add(new TableConv2dBackwardInput(dy, weight(), Tensor.gradient(x), window, table));
    }

    private Tensor weight() {
        return Tensor.parameter(name + ".weight", Shape.of(table.connections(), window.size(), window.size()));
    }

    private Tensor bias() {
        return Tensor.parameter(name + ".bias", Shape.of(table.outputChannels()));
    }
}
