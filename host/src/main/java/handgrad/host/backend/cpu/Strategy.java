package handgrad.host.backend.cpu;

import handgrad.program.ElementType;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Tensor;

/** Which way of doing a thing suits its size. What is chosen depends on the program alone, never on the machine or the number of threads. */
final class Strategy {
    /** From this many weights on, a linear layer is cut by its weights rather than by samples: 1 MB no longer fits a core's cache. */
    private static final int WIDE_LAYER = 1 << 18;
    /** From this many inputs on, a dot product is long against adding up its partial sums. */
    private static final int LONG_ROW = 256;
    /** From this many samples on, transposing the weights first is little work against using them. */
    private static final int MANY_SAMPLES = 8;
    /** Elements of a batch that no core's cache holds: 4 MB. */
    private static final int LARGE_BATCH = 1 << 20;
    /** Elements of a gradient of which there may well be one for each chunk of samples. */
    private static final int SMALL_GRADIENT = 1 << 14;

    /** Groups of samples that keep some threads busy. */
    private static final int SOME_GROUPS = 4;
    /** A convolution's outputs a sample for each of its weights, from which on adding up the lanes of a group is little work. */
    private static final int SMALL_AGAINST_OUTPUT = 4;

    private Strategy() {}

    /** One element a sample: both representations would be the same array. Rows it is, except for data, which ends where it ends. */
    static boolean isColumn(Tensor tensor) {
        return tensor.type() == ElementType.FLOAT32
                && !tensor.role().isResident()
                && tensor.shape().sampleSize() == 1;
    }

    /** Whether a layer with these weights is cut by its weights. */
    static boolean isWide(Tensor w) {
        return w.size() >= WIDE_LAYER;
    }

    /** Whether dot products would be so short, and samples so many, that transposing the weights pays. */
    static boolean isShort(LinearForward f) {
        return f.w().shape().dimension(1) < LONG_ROW
                && Blocks16.fit(f.w().shape().dimension(0))
                && f.x().shape().batch() >= MANY_SAMPLES
                && !isWide(f.w());
    }

    /**
     * Whether a convolution's weight gradient is so small, and what it is computed from so large, that each thread had better add up its own groups
     * while it has them: writing what other cores have read, and reading what they wrote, is slow, the more so the farther apart they are.
     * Larger gradients are better cut into blocks, which fill the time in which a thread has no group left.
     */
    static boolean isSummedByGroup(PartialGradient g) {
        return Grid.groups(g.x().shape().batch()) >= SOME_GROUPS
                && (long) g.dw().size() * SMALL_AGAINST_OUTPUT <= g.dy().shape().sampleSize();
    }

    /** Whether the batch is so large, and the gradient so small, that reading the batch twice would be most of the work. */
    static boolean isChunked(LinearBackwardWeight g) {
        return !g.x().role().isResident()
                && !g.dy().role().isResident()
                && Blocks16.fit(g.dw().shape().dimension(1))
                && g.dw().size() <= SMALL_GRADIENT
                && g.x().size() >= LARGE_BATCH;
    }
}
