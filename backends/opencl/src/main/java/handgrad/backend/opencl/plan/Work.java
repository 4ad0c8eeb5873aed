package handgrad.backend.opencl.plan;

import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;

/** Estimates how much a program has to do. */
final class Work {
    private Work() {}

    /** Multiplications, and elements that are touched without any, of one step. */
    static long of(Program program) {
        return program.ops().stream().mapToLong(Work::of).sum();
    }

    private static long of(Op op) {
        return switch (op) {
            case LinearForward f -> perPosition(f.w(), f.y());
            case LinearBackwardInput b -> perPosition(b.w(), b.dy());
            case LinearBackwardWeight b -> perPosition(b.dw(), b.dy());
            case Conv2dForward f -> perPosition(f.w(), f.y());
            case Conv2dBackwardInput b -> perPosition(b.w(), b.dy());
            case Conv2dBackwardWeight b -> perPosition(b.dw(), b.dy());
            case TableConv2dForward f -> perPosition(f.w(), f.y());
            case TableConv2dBackwardInput b -> perPosition(b.w(), b.dy());
            case TableConv2dBackwardWeight b -> perPosition(b.dw(), b.dy());
            default -> op.outputs().stream().mapToLong(Tensor::size).sum();
        };
    }

    /** Every weight meets every position of the output, [B, O, …], once. */
    private static long perPosition(Tensor weights, Tensor output) {
        return (long) weights.size() * output.size() / output.shape().dimension(1);
    }
}
