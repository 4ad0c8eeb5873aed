package handgrad.host.labs.experiment;

import handgrad.host.labs.bench.LabInputs;
import handgrad.host.labs.bench.LabSession;
import handgrad.loss.Loss;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import handgrad.network.Layer;
import handgrad.network.Layers;
import handgrad.network.Network;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear layers with an activation function between them: outputs, and the gradients of the mean squared error.
 *
 * @param network the layers
 * @param program forward and backward
 * @param x [B, input]
 * @param targets [B, output]
 * @param y [B, output]
 */
record ChainProgram(Network network, Program program, Tensor x, Tensor targets, Tensor y) {
    /** What is minimised. */
    static final Loss LOSS = ScoreLoss.mean(SampleLosses.SQUARED_ERROR);

    static ChainProgram of(String name, Layer between, int[] widths, int batch) {
        final Network network = network(between, widths);
        final Tensor x = Tensor.data("x", Shape.of(batch, widths[0]));
        final Tensor targets = Tensor.data("targets", Shape.of(batch, widths[widths.length - 1]));
        final ProgramBuilder builder = new ProgramBuilder(name);
        final List<Tensor> activations = network.forward(x, builder);
        final Tensor y = activations.getLast();
        network.backward(activations, LOSS.gradient(y, targets, builder), builder);
        builder.keep(y);
        network.parameterTensors().forEach(parameter -> builder.keep(Tensor.gradient(parameter)));
        return new ChainProgram(network, builder.build(), x, targets, y);
    }

    static Network network(Layer between, int[] widths) {
        final List<Layer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            layers.add(Layers.linear("l" + l, widths[l]));
            if (l < widths.length - 1) {
                layers.add(between);
            }
        }
        return Network.of(Shape.of(widths[0]), layers.toArray(Layer[]::new));
    }

    /** Everything that is uploaded. */
    LabInputs inputs(ConvertedNetwork values, double[] inputs, double[] labels) {
        LabInputs all = LabInputs.none().with(x, inputs).with(targets, labels);
        for (int l = 0; l < values.depth(); l++) {
            all = all.with(
                            network.parameterTensors().get(2 * l),
                            values.weights().get(l))
                    .with(
                            network.parameterTensors().get(2 * l + 1),
                            values.biases().get(l));
        }
        return all;
    }

    /** The gradients that the last run left. */
    ConvertedNetwork gradients(LabSession session, int[] widths) {
        final List<double[]> byWeights = new ArrayList<>();
        final List<double[]> byBiases = new ArrayList<>();
        for (int l = 0; l < widths.length - 1; l++) {
            byWeights.add(
                    session.floats(Tensor.gradient(network.parameterTensors().get(2 * l))));
            byBiases.add(
                    session.floats(Tensor.gradient(network.parameterTensors().get(2 * l + 1))));
        }
        return new ConvertedNetwork(widths, byWeights, byBiases);
    }
}
