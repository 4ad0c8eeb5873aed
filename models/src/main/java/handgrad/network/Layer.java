package handgrad.network;

import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;

/**
 * One layer of a network: its shapes, its parameters, and the ops of its forward pass and its hand-derived backward
 * pass. A layer holds no parameter values. How to add one: docs/extending.md.
 */
public interface Layer {
    /**
     * The layer's name, the prefix of its tensors' names.
     *
     * @return unique within the network
     */
    String name();

    /**
     * The same layer with a number appended to its name, so that a network can tell layers without a given name apart.
     * A layer with parameters keeps its name.
     *
     * @param number 1 for the first of that name
     * @return the layer
     */
    default Layer numbered(int number) {
        return this;
    }

    /**
     * The shape of the output.
     *
     * @param input the shape of one sample
     * @return the shape of one sample of the output
     * @throws IllegalArgumentException if the layer does not accept such a sample
     */
    Shape outputShape(Shape input);

    /**
     * The parameters, in the order in which PyTorch creates and initialises them.
     *
     * @param input the shape of one sample
     * @return empty for a layer without parameters
     */
    default List<Parameter> parameters(Shape input) {
        return List.of();
    }

    /**
     * The multiplications of the forward pass for one sample, by which the course compares layers.
     *
     * @param input the shape of one sample
     * @return 0 for a layer without weights
     */
    default long multiplications(Shape input) {
        return 0;
    }

    /**
     * Adds the ops of the forward pass.
     *
     * @param x the input, [B, sample]
     * @param program receives the ops
     * @return the output, [B, sample]
     */
    Tensor forward(Tensor x, ProgramBuilder program);

    /**
     * Adds the ops for the gradients of the parameters. They write {@link Tensor#gradient} of each parameter's tensor.
     *
     * @param x the input of the forward pass
     * @param dy the gradient of the loss with respect to the output
     * @param program receives the ops
     */
    default void parameterGradients(Tensor x, Tensor dy, ProgramBuilder program) {}

    /**
     * Adds the ops for the gradient of the input. Not called for the first layer with parameters or layers before it,
     * whose input gradient is not needed.
     *
     * @param x the input of the forward pass
     * @param y the output of the forward pass
     * @param dy the gradient of the loss with respect to y
     * @param program receives the ops
     * @return the gradient of the loss with respect to x, of x's shape
     */
    Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program);
}
