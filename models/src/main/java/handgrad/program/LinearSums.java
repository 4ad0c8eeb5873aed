package handgrad.program;

import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;

/**
 * In which order the linear layers of networks without images or wide layers add up, on every backend that has the bits of {@code cpu}: docs/opencl.md, "The same bits
 * on cpu and opencl". What is chosen depends on the program alone, never on the machine or the number of threads.
 */
public final class LinearSums {
    /** Sums that run side by side along a row, and samples in a group. */
    public static final int LANES = 16;

    /** Groups of samples in a part of {@link #areInParts}. */
    public static final int GROUPS_IN_PART = 4;

    /** From this many weights on, a linear layer is cut by its weights rather than by samples: 1 MB no longer fits a core's cache. */
    private static final int WIDE_LAYER = 1 << 18;
    /** From this many inputs on, a dot product is long against adding up its partial sums. */
    private static final int LONG_ROW = 256;
    /** From this many samples on, transposing the weights first is little work against using them. */
    private static final int MANY_SAMPLES = 8;
    /** Elements of a batch that no core's cache holds: 4 MB. */
    private static final int LARGE_BATCH = 1 << 20;
    /** Elements of a gradient of which there may well be one for each part of the samples. */
    private static final int SMALL_GRADIENT = 1 << 14;

    private LinearSums() {}

    /**
     * Whether a layer is cut by its weights.
     *
     * @param w the weights [O, C]
     * @return whether they are 2¹⁸ or more
     */
    public static boolean isWide(Tensor w) {
        return w.size() >= WIDE_LAYER;
    }

    /**
     * Whether y = w x + b is one sum that starts with b, over the inputs in order: dot products would be so short, and samples so many, that transposing
     * the weights pays. Else it is 16 sums in turn, added up by a tree, then what is left of the row in order, then b.
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
     * Whether the weight and bias gradients are sums over parts of {@link #GROUPS_IN_PART} groups of samples each, added up in order: the batch is so large,
     * and the gradient so small, that reading the batch twice would be most of the work. Else dw is one sum in the order of the samples, and db
     * four sums in turn.
     *
     * @param g the op: x [B, C], dy [B, O], dw [O, C]
     * @return whether B·C ≥ 2²⁰, O·C ≤ 2¹⁴ and C ≥ 16, of a batch that the program makes itself
     */
    public static boolean areInParts(LinearBackwardWeight g) {
        return !g.x().role().isResident()
                && !g.dy().role().isResident()
                && g.dw().shape().dimension(1) >= LANES
                && g.dw().size() <= SMALL_GRADIENT
                && g.x().size() >= LARGE_BATCH;
    }
}
