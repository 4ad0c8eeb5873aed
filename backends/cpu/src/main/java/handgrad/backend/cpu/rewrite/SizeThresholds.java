package handgrad.backend.cpu.rewrite;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.program.ElementType;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LinearSums;
import handgrad.program.Tensor;

/**
 * Which way of doing a thing suits its size. What is chosen depends on the program alone, never on the machine or the
 * number of threads.
 */
public final class SizeThresholds {
    /** Groups of samples that keep some threads busy. */
    private static final int SOME_GROUPS = 4;
    /**
     * A convolution's outputs a sample for each of its weights, from which on adding up the lanes of a group is
     * little work.
     */
    private static final int SMALL_AGAINST_OUTPUT = 4;

    private SizeThresholds() {}

    /**
     * One element a sample: both representations would be the same array. Rows it is, except for data, which ends
     * where it ends.
     */
    public static boolean isColumn(Tensor tensor) {
        return tensor.type() == ElementType.FLOAT32
                && !tensor.role().isResident()
                && tensor.shape().sampleSize() == 1;
    }

    /** Whether a layer with these weights is cut by its weights. */
    public static boolean isWide(Tensor w) {
        return LinearSums.isWide(w) && LaneBlocks.fit(w.shape().dimension(1));
    }

    /** Whether dot products would be so short, and samples so many, that transposing the weights pays. */
    public static boolean isShort(LinearForward f) {
        return LinearSums.startWithBias(f);
    }

    /**
     * * Whether a convolution's weight gradient is so small, and what it is computed from so large, that each thread
     * had better add up its own groups while it has them: writing what other cores have read, and reading what they
     * wrote, is slow, the more so the farther apart they are. Larger gradients are better cut into blocks, which fill
     * the time in which a thread has no group left.
     */
    public static boolean isSummedByGroup(PartialGradient g) {
        return GroupLayout.groups(g.x().shape().batch()) >= SOME_GROUPS
                && (long) g.dw().size() * SMALL_AGAINST_OUTPUT <= g.dy().shape().sampleSize();
    }

    /**
     * Whether the batch is so large, and the gradient so small, that reading the batch twice would be most of the
     * work.
     */
    public static boolean isChunked(LinearBackwardWeight g) {
        return LinearSums.areInParts(g);
    }
}
