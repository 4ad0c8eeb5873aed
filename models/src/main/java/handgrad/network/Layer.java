package handgrad.network;

import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;

/**
 * One layer of a network: its shapes, its parameters, and the ops of its forward and its hand-derived backward step. A layer holds no
 * numbers; it only says what to compute. How to add one: docs/extending.md.
 */
public interface Layer {
    /**
     * The name that its tensors begin with.
     *
     * @return unique within the network
     */
    String name();

    /**
     * The same layer, its name followed by a number; a network tells its nameless layers apart so. A layer that learns keeps its name.
     *
     * @param number 1 for the first of that name
     * @return the layer
     */
    default Layer numbered(int number) {
        return this;
    }

    /**
     * What the layer makes of a sample.
     *
     * @param input the shape of one sample
     * @return the shape of one sample of the output
     * @throws IllegalArgumentException if the layer cannot take such a sample
     */
    Shape outputShape(Shape input);

    /**
     * The parameters, in the order in which PyTorch creates and initialises them.
     *
     * @param input the shape of one sample
     * @return empty for a layer that learns nothing
     */
    default List<Parameter> parameters(Shape input) {
        return List.of();
    }

    /**
     * The multiplications of the forward step for one sample, the measure by which the course compares layers.
     *
     * @param input the shape of one sample
     * @return 0 for a layer without weights
     */
    default long multiplications(Shape input) {
        return 0;
    }

    /**
     * Adds the forward step.
     *
     * @param x the input, [B, sample]
     * @param program receives the ops
     * @return the output, [B, sample]
     */
    Tensor forward(Tensor x, ProgramBuilder program);

    /**
     * Adds the gradients of the parameters. They end up in {@link Tensor#gradient} of each parameter's tensor.
     *
     * @param x the input of the forward step
     * @param dy the gradient of the loss with respect to the output
     * @param program receives the ops
     */
    default void parameterGradients(Tensor x, Tensor dy, ProgramBuilder program) {}

    /**
     * Adds the gradient of the input. Not asked of the layers below the first that learns, whose input nobody differentiates by.
     *
     * @param x the input of the forward step
     * @param y the output of the forward step
     * @param dy the gradient of the loss with respect to y
     * @param program receives the ops
     * @return the gradient of the loss with respect to x, of x's shape
     */
    Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program);
}
