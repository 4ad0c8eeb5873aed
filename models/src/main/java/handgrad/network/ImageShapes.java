package handgrad.network;

import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;

/** Shapes of images, [channels, height, width], for the convolution and pooling layers. */
final class ImageShapes {
    private ImageShapes() {}

    /** The shape of one output sample of a convolution or pooling. */
    static Shape outputShape(String layer, Shape input, int channels, Window window) {
        if (input.rank() != 3) {
            throw new IllegalArgumentException(layer + " takes images (channels × height × width), not " + input);
        }
        return Shape.of(channels, window.outputExtent(input.dimension(1)), window.outputExtent(input.dimension(2)));
    }

    /** The shape of one sample of a batch of images. */
    static Shape sample(Tensor x) {
        return Shape.of(
                x.shape().dimension(1), x.shape().dimension(2), x.shape().dimension(3));
    }
}
