package handgrad.backend.opencl.plan;

import handgrad.program.Tensor;
import handgrad.program.Window;

/** The sizes of a window that moves over images, under the names that the routines have for them. */
record Images(int channels, int height, int width, int outputs, int outputHeight, int outputWidth, Window window) {
    /** The sizes of an op with this input, [B, C, H, W], and output, [B, O, H', W']. */
    static Images of(Tensor input, Tensor output, Window window) {
        return new Images(
                input.shape().dimension(1),
                input.shape().dimension(2),
                input.shape().dimension(3),
                output.shape().dimension(1),
                output.shape().dimension(2),
                output.shape().dimension(3),
                window);
    }

    /** Adds the sizes to a routine. */
    RoutineBuilder addTo(RoutineBuilder routine) {
        return routine.size("C", channels)
                .size("H", height)
                .size("W", width)
                .size("O", outputs)
                .size("OH", outputHeight)
                .size("OW", outputWidth)
                .size("K", window.size())
                .size("S", window.stride())
                .size("P", window.padding());
    }
}
