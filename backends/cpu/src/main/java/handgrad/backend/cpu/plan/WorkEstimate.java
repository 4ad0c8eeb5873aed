package handgrad.backend.cpu.plan;

import handgrad.program.ConvolutionOp;
import handgrad.program.LinearOp;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;

/** Estimates how much arithmetic a program is. */
public final class WorkEstimate {
    /** Multiplications of a step below which one thread is faster than two: the step takes some microseconds. */
    public static final long SMALL = 1_000_000;

    /** Multiplications of a step from which on all threads run it: it takes some tens of microseconds. */
    public static final long LARGE = 4_000_000;

    /**
     * Multiplications of a step below which plain loops run it. They need about a microsecond, and are fast from the
     * start; code with vectors is slow until C2 has compiled it.
     */
    static final long TINY = 20_000;

    private WorkEstimate() {}

    /**
     * The multiplications of one run, roughly: those of the linear layers and convolutions, and some for each element
     * of the rest.
     */
    public static long of(Program program) {
        return program.ops().stream().mapToLong(WorkEstimate::of).sum();
    }

    private static long of(Op op) {
        return switch (op) {
            case ConvolutionOp.Conv2dForward c -> convolution(c.y(), c.w());
            case ConvolutionOp.Conv2dBackwardInput c -> convolution(c.dy(), c.w());
            case ConvolutionOp.Conv2dBackwardWeight c -> convolution(c.dy(), c.dw());
            case ConvolutionOp.TableConv2dForward c -> convolution(c.y(), c.w());
            case ConvolutionOp.TableConv2dBackwardInput c -> convolution(c.dy(), c.w());
            case ConvolutionOp.TableConv2dBackwardWeight c -> convolution(c.dy(), c.dw());
            case LinearOp.LinearForward l -> linear(l.y(), l.w());
            case LinearOp.LinearBackwardInput l -> linear(l.dy(), l.w());
            case LinearOp.LinearBackwardWeight l -> linear(l.dy(), l.dw());
            default -> op.outputs().getFirst().size();
        };
    }

    /** Every weight is used at every position of the output's channel. */
    private static long convolution(Tensor y, Tensor w) {
        final long positions =
                (long) y.shape().batch() * y.shape().dimension(2) * y.shape().dimension(3);
        return positions * w.size();
    }

    private static long linear(Tensor y, Tensor w) {
        return (long) y.shape().batch() * w.size();
    }
}
