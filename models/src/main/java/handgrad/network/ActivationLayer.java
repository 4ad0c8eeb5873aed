package handgrad.network;

import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * An elementwise activation: y = σ(x); dx = dy ⊙ σ'(x). Derivations: docs/derivations.md, "Activations".
 *
 * @param name the layer's name
 * @param function σ
 */
public record ActivationLayer(String name, Activation function) implements Layer {
    @Override
    public Layer numbered(int number) {
        return new ActivationLayer(name + number, function);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor x, ProgramBuilder program) {
        return program.add(new ActivationForward(function, x, Tensor.activation(name, x.shape())));
    }

    @Override
    public Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program) {
        return program.add(new ActivationBackward(function, x, y, dy, Tensor.gradient(x)));
    }
}
