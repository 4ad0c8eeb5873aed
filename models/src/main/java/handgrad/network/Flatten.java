package handgrad.network;

import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * Makes a vector of an image. No op does it: in memory a sample is a vector already, and a linear layer takes any shape. The layer is here
 * because the picture of the network has it.
 *
 * @param name the layer's name
 */
public record Flatten(String name) implements Layer {
    @Override
    public Layer numbered(int number) {
        return new Flatten(name + number);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(input.size());
    }

    @Override
    public Tensor forward(Tensor x, ProgramBuilder program) {
        return x;
    }

    @Override
    public Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program) {
        return dy;
    }
}
