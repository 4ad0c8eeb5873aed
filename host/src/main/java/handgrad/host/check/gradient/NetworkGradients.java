package handgrad.host.check.gradient;

import handgrad.loss.Loss;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Whole networks with their losses: the chain of all backward steps against the derivative of the loss by every
 * parameter.
 */
public final class NetworkGradients {
    private NetworkGradients() {}

    /**
     * The reduced loss of a network on a random batch, as a function of its parameters.
     *
     * @param name what is differentiated
     * @param network the network
     * @param loss the loss, without a penalty
     * @param batch how many samples
     * @param seed of the inputs, the targets and the parameters
     * @return the case
     */
    public static GradientCase of(String name, Network network, Loss loss, int batch, long seed) {
        final RandomGenerator random = new SplittableRandom(seed);
        final Tensor x = Tensor.data("x", network.input().withBatch(batch));
        final Shape output = network.output().withBatch(batch);
        final Map<Tensor, double[]> floats = new LinkedHashMap<>();
        final Map<Tensor, int[]> ints = new LinkedHashMap<>();
        floats.put(x, RandomBatches.normal(1, x.size(), random));
        floats.putAll(RandomBatches.parameters(network, random));
        final Tensor targets = switch (loss) {
            case SoftmaxCrossEntropy _ -> {
                final Tensor labels = Tensor.labels("targets", batch);
                ints.put(labels, random.ints(batch, 0, output.sampleSize()).toArray());
                yield labels;
            }
            case ScoreLoss scoreLoss -> {
                final Tensor reals = new Tensor("targets", output, ElementType.FLOAT32, Role.DATA);
                floats.put(reals, RandomBatches.targets(scoreLoss, reals.size(), random));
                yield reals;
            }
        };
        final ProgramBuilder value = new ProgramBuilder(name + " forward");
        final Tensor losses = loss.losses(network.forward(x, value).getLast(), targets, value);
        value.keep(losses);
        final Map<Tensor, Tensor> gradients = new LinkedHashMap<>();
        network.parameterTensors().forEach(parameter -> gradients.put(parameter, Tensor.gradient(parameter)));
        final double[] weights = new double[batch];
        Arrays.fill(weights, loss.reduction().scale(batch));
        return new GradientCase(
                name,
                value.build(),
                losses,
                weights,
                backward(name, network, loss, x, targets),
                gradients,
                floats,
                ints);
    }

    private static Program backward(String name, Network network, Loss loss, Tensor x, Tensor targets) {
        final ProgramBuilder program = new ProgramBuilder(name + " backward");
        final List<Tensor> activations = network.forward(x, program);
        network.backward(activations, loss.gradient(activations.getLast(), targets, program), program);
        network.parameterTensors().forEach(parameter -> program.keep(Tensor.gradient(parameter)));
        return program.build();
    }
}
