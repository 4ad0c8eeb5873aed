package handgrad.backend.cpu.rewrite;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.program.ElementType;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LinearSums;
import handgrad.program.Tensor;

/**
 * From which sizes on another algorithm is used. It depends on the program alone, never on the machine or the number
 * of threads, so that results do not.
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
     * Whether a tensor has one element a sample: both representations are then the same array. It counts as rows,
     * except for data, which is not padded to whole groups.
     */
    public static boolean isColumn(Tensor tensor) {
        return tensor.type() == ElementType.FLOAT32
                && !tensor.role().isResident()
                && tensor.shape().sampleSize() == 1;
    }

    /** Whether a layer is cut by its weights, not by samples. */
    public static boolean isWide(Tensor w) {
        return LinearSums.isWide(w) && LaneBlocks.fit(w.shape().dimension(1));
    }

    /** Whether transposing the weights pays: dot products are short, and samples many. */
    public static boolean isShort(LinearForward f) {
        return LinearSums.startWithBias(f);
    }

    /**
     * Whether each thread sums a convolution's weight gradient over its own groups: the gradient is small, and its
     * operands are large, which other cores would read slowly. Larger gradients are cut into blocks, which also fill
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
