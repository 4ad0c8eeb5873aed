package handgrad.network;

import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sequence of layers.
 *
 * @param input the shape of one sample
 * @param layers in order, with distinct names
 */
public record Network(Shape input, List<Layer> layers) {
    /**
     * Copies the layers and checks that they fit together.
     *
     * @throws IllegalArgumentException if there is no layer, two layers have the same name, or a layer does not accept
     *     the output of the one before it
     */
    public Network {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one layer");
        }
        final Set<String> names = new HashSet<>();
        Shape shape = input;
        for (final Layer layer : layers) {
            if (!names.add(layer.name())) {
                throw new IllegalArgumentException("two layers are called " + layer.name());
            }
            shape = layer.outputShape(shape);
        }
    }

    /**
     * A network that numbers its layers without parameters: the second tanh becomes {@code tanh2}.
     *
     * @param input the shape of one sample
     * @param layers in order
     * @return the network
     * @throws IllegalArgumentException as the constructor
     */
    public static Network of(Shape input, Layer... layers) {
        final Map<String, Integer> counts = new HashMap<>();
        final List<Layer> numbered = new ArrayList<>();
        for (final Layer layer : layers) {
            numbered.add(layer.numbered(counts.merge(layer.name(), 1, Integer::sum)));
        }
        return new Network(input, numbered);
    }

    /**
     * The input shape of each layer, then the output shape of the network.
     *
     * @return shapes of one sample, one more than there are layers
     */
    public List<Shape> shapes() {
        final List<Shape> shapes = new ArrayList<>(List.of(input));
        layers.forEach(layer -> shapes.add(layer.outputShape(shapes.getLast())));
        return List.copyOf(shapes);
    }

    /**
     * The output shape of the network.
     *
     * @return the shape of one sample
     */
    public Shape output() {
        return shapes().getLast();
    }

    /**
     * The parameters of all layers, in order.
     *
     * @return with names and shapes as in a checkpoint
     */
    public List<Parameter> parameters() {
        final List<Shape> shapes = shapes();
        final List<Parameter> parameters = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            parameters.addAll(layers.get(l).parameters(shapes.get(l)));
        }
        return List.copyOf(parameters);
    }

    /**
     * The tensors that hold the parameters.
     *
     * @return each once, in order
     */
    public List<Tensor> parameterTensors() {
        return parameters().stream().map(Parameter::tensor).distinct().toList();
    }

    /**
     * The number of parameters.
     *
     * @return the sum of the sizes
     */
    public int parameterCount() {
        return parameters().stream()
                .mapToInt(parameter -> parameter.shape().size())
                .sum();
    }

    /**
     * Adds the ops of the forward pass.
     *
     * @param x the batch, [B, input]
     * @param program receives the ops
     * @return x, then the output of each layer; the last is the network's
     */
    public List<Tensor> forward(Tensor x, ProgramBuilder program) {
        final List<Tensor> activations = new ArrayList<>(List.of(x));
        layers.forEach(layer -> activations.add(layer.forward(activations.getLast(), program)));
        return List.copyOf(activations);
    }

    /**
     * Adds the ops of the backward pass, from the last layer to the first with parameters.
     *
     * @param activations what {@link #forward} returned
     * @param dOutput the gradient of the loss with respect to the last of them
     * @param program receives the ops; afterwards {@link Tensor#gradient} of each parameter's tensor holds its gradient
     */
    public void backward(List<Tensor> activations, Tensor dOutput, ProgramBuilder program) {
        final int first = firstTrainableLayer();
        Tensor dy = dOutput;
        for (int l = layers.size() - 1; l >= first; l--) {
            final Layer layer = layers.get(l);
            final Tensor x = activations.get(l);
            layer.parameterGradients(x, dy, program);
            if (l > first) {
                dy = layer.inputGradient(x, activations.get(l + 1), dy, program);
            }
        }
    }

    private int firstTrainableLayer() {
        final List<Shape> shapes = shapes();
        for (int l = 0; l < layers.size(); l++) {
            if (!layers.get(l).parameters(shapes.get(l)).isEmpty()) {
                return l;
            }
        }
        return layers.size();
    }
}
