package handgrad.network;

import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * Reshapes an image to a vector. It adds no op, since a sample is contiguous and a linear layer takes any shape; the
 * layer exists to make the network complete.
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
