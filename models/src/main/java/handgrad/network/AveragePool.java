package handgrad.network;

import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;

/**
 * The mean over windows of each channel: y = (1/k²) Σ x; dx is dy/k² summed over the windows that contain the pixel.
 * Derivation: docs/derivations.md, "Pooling".
 *
 * @param name the layer's name
 * @param window its size and stride, without padding
 */
public record AveragePool(String name, Window window) implements Layer {
    @Override
    public Layer numbered(int number) {
        return new AveragePool(name + number, window);
    }

    @Override
    public Shape outputShape(Shape input) {
        return ImageShapes.outputShape(name, input, input.dimension(0), window);
    }

    @Override
    public Tensor forward(Tensor x, ProgramBuilder program) {
        final Tensor y = Tensor.activation(
                name, outputShape(ImageShapes.sample(x)).withBatch(x.shape().batch()));
        return program.add(new AveragePoolForward(x, y, window));
    }

    @Override
    public Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program) {
        return program.add(new AveragePoolBackward(dy, Tensor.gradient(x), window));
    }
}
