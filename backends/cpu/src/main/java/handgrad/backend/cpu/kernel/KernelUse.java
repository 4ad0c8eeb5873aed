package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.formula.Formula;

/** A kernel that a plan will call, for {@link Kernels#queueWarmUp}. */
public sealed interface KernelUse {
    /** A tile of {@link Kernels#broadcast}. */
    record BroadcastTile(TileShape shape) implements KernelUse {}

    /** A tile of {@link Kernels#update}. */
    record UpdateTile(TileShape shape) implements KernelUse {}

    /** A tile of {@link Kernels#lanewise}. */
    record LanewiseTile(TileShape shape) implements KernelUse {}

    /** {@link Kernels#loop}. */
    record Loop(Formula formula) implements KernelUse {}

    /** {@link Kernels#averagePool} or {@link Kernels#averagePoolGradient}, with windows of so many elements. */
    record AveragePool(int taps, boolean overlap, boolean gradient) implements KernelUse {}

    /** {@link Kernels#maxPool} or {@link Kernels#maxPoolGradient}. */
    record MaxPool(int taps, boolean overlap, boolean gradient) implements KernelUse {}

    /** {@link PixelProducts#dotsOfOne} or {@link PixelProducts#dotsOfTen}. */
    record PixelDots(int outputs) implements KernelUse {}

    /** {@link PixelProducts#gradientOfOne} or {@link PixelProducts#gradientOfTen}. */
    record PixelGradient(int outputs) implements KernelUse {}

    /** The kernels of which there is one. */
    enum Single implements KernelUse {
        /** {@link Kernels#softmaxTerms}. */
        SOFTMAX_TERMS,
        /** {@link Kernels#softmaxGradient}. */
        SOFTMAX_GRADIENT,
        /** {@link Kernels#scoreHits}. */
        SCORE_HITS,
        /** {@link Kernels#pixels}. */
        PIXELS,
        /** {@link Kernels#nonzeros}. */
        NONZEROS,
        /** {@link Kernels#sumLanes}. */
        SUM_LANES
    }
}
