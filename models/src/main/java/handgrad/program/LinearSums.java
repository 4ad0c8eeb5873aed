package handgrad.program;

import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;

/**
 * The summation order of linear layers, in networks without images or wide layers, for all backends that give the same
 * bits as {@code cpu}: docs/opencl.md, "The same bits on cpu and opencl". It depends only on the program, never on the
 * machine or the number of threads.
 */
public final class LinearSums {
    /** The number of parallel sums along a row, and of samples in a group. */
    public static final int LANES = 16;

    /** The number of sample groups in a part of {@link #areInParts}. */
    public static final int GROUPS_IN_PART = 4;

    /**
     * Linear layers with at least this many weights are split by weights instead of samples: their 1 MB exceeds a
     * core's cache.
     */
    private static final int WIDE_LAYER = 1 << 18;
    /** From this many inputs, a dot product outweighs the reduction of its partial sums. */
    private static final int LONG_ROW = 256;
    /** From this many samples, the cost of transposing the weights is small. */
    private static final int MANY_SAMPLES = 8;
    /** Batches with at least this many elements, 4 MB, exceed a core's cache. */
    private static final int LARGE_BATCH = 1 << 20;
    /** Gradients of at most this many elements may have a copy for each part of the samples. */
    private static final int SMALL_GRADIENT = 1 << 14;

    private LinearSums() {}

    /**
     * Whether a layer is split by weights.
     *
     * @param w the weights [O, C]
     * @return whether there are at least 2¹⁸
     */
    public static boolean isWide(Tensor w) {
        return w.size() >= WIDE_LAYER;
    }

    /**
     * Whether y = w x + b is a single sum that starts with b and adds the inputs in order. This is so where rows are
     * short and samples many, so that transposing the weights pays off. Otherwise it is 16 interleaved sums, reduced by
     * a tree, then the rest of the row in order, then b.
     *
     * @param f the op: x [B, C], w [O, C]
     * @return whether C &lt; 256, O ≥ 16 and B ≥ 8, in a layer that is not wide
     */
    public static boolean startWithBias(LinearForward f) {
        return f.w().shape().dimension(1) < LONG_ROW
                && f.w().shape().dimension(0) >= LANES
                && f.x().shape().batch() >= MANY_SAMPLES
                && !isWide(f.w());
    }

    /**
     * Whether the weight and bias gradients are sums over parts of {@link #GROUPS_IN_PART} sample groups, added in
     * order. This is so where the batch is large and the gradient small, so that reading the batch twice would
     * dominate. Otherwise dw is a single sum in the order of the samples, and db four interleaved sums.
     *
     * @param g the op: x [B, C], dy [B, O], dw [O, C]
     * @return whether B·C ≥ 2²⁰, O·C ≤ 2¹⁴, C ≥ 16, and neither x nor dy is resident
     */
    public static boolean areInParts(LinearBackwardWeight g) {
        return !g.x().role().isResident()
                && !g.dy().role().isResident()
                && g.dw().shape().dimension(1) >= LANES
                && g.dw().size() <= SMALL_GRADIENT
                && g.x().size() >= LARGE_BATCH;
    }
}
