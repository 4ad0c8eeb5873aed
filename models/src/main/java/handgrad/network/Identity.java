package handgrad.network;

import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * y = x, dx = dy, without an op: a placeholder for an activation, for linear networks.
 *
 * @param name the layer's name
 */
public record Identity(String name) implements Layer {
    @Override
    public Layer numbered(int number) {
        return new Identity(name + number);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
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
