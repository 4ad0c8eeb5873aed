package handgrad.network;

import handgrad.program.ElementType;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;

/**
 * The maximum over windows of each channel; the gradient goes to the element that attains it. Derivation:
 * docs/derivations.md, "Pooling".
 *
 * @param name the layer's name
 * @param window its size and stride, without padding
 */
public record MaxPool(String name, Window window) implements Layer {
    @Override
    public Layer numbered(int number) {
        return new MaxPool(name + number, window);
    }

    @Override
    public Shape outputShape(Shape input) {
        return ImageShapes.outputShape(name, input, input.dimension(0), window);
    }

    @Override
    public Tensor forward(Tensor x, ProgramBuilder program) {
        final Tensor y = Tensor.activation(
                name, outputShape(ImageShapes.sample(x)).withBatch(x.shape().batch()));
        return program.add(new MaxPoolForward(x, y, winner(y), window));
    }

    @Override
    public Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program) {
        return program.add(new MaxPoolBackward(dy, winner(y), Tensor.gradient(x), window));
    }

    private static Tensor winner(Tensor y) {
        return new Tensor(y.name() + ".winner", y.shape(), ElementType.INT32, Role.ACTIVATION);
    }
}
