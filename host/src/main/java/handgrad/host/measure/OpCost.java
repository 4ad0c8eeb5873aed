package handgrad.host.measure;

import handgrad.formula.Formula;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Op;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import handgrad.program.Window;
import java.util.List;

/**
 * The least arithmetic of an op. Additions, multiplications, comparisons and divisions count one each, and so does an
 * elementary function such as tanh: a backend that computes more gets no credit for it. Multiplications by the zeros
 * around an image do not count.
 */
public final class OpCost {
    /** An element of softmax and its loss: subtract the largest, exponentiate, add. */
    private static final int SOFTMAX = 3;

    private OpCost() {}

    /**
     * The arithmetic of several ops.
     *
     * @param ops the ops
     * @return floating-point operations
     */
    public static long flops(List<Op> ops) {
        return ops.stream().mapToLong(OpCost::flops).sum();
    }

    /**
     * The arithmetic of an op.
     *
     * @param op the op
     * @return floating-point operations
     */
    public static long flops(Op op) {
        return switch (op) {
            case GatherRows _, GatherLabels _, Advance _, RecordHits _ -> 0;
            case final Conv2dForward c -> 2 * pairs(c.w()) * taps(c.x(), c.y(), c.window());
            case final Conv2dBackwardInput c -> 2 * pairs(c.w()) * taps(c.dx(), c.dy(), c.window());
            case final Conv2dBackwardWeight c -> 2 * pairs(c.dw()) * taps(c.x(), c.dy(), c.window()) + c.dy().size();
            case final TableConv2dForward c -> 2 * connections(c.w()) * taps(c.x(), c.y(), c.window());
            case final TableConv2dBackwardInput c -> 2 * connections(c.w()) * taps(c.dx(), c.dy(), c.window());
            case final TableConv2dBackwardWeight c ->
                2 * connections(c.dw()) * taps(c.x(), c.dy(), c.window()) + c.dy().size();
            case final AveragePoolForward p -> (long) p.y().size() * area(p.window());
            case final AveragePoolBackward p -> p.dy().size();
            case final MaxPoolForward p -> (long) p.y().size() * (area(p.window()) - 1);
            case final MaxPoolBackward p -> p.dy().size();
            case final LinearForward l -> product(l.y(), l.w());
            case final LinearBackwardInput l -> product(l.dy(), l.w());
            case final LinearBackwardWeight l -> product(l.dy(), l.dw()) + l.dy().size();
            case final ActivationForward a ->
                (long) a.y().size() * operations(a.function().forward());
            case final ActivationBackward a ->
                (long) a.dx().size() * operations(a.function().backward());
            case final SoftmaxCrossEntropyForward l ->
                (long) SOFTMAX * l.logits().size();
            case final SoftmaxCrossEntropyBackward l ->
                (long) SOFTMAX * l.logits().size();
            case final ScoreLossForward l ->
                (long) l.scores().size() * (operations(l.function().forward()) + 1);
            case final ScoreLossBackward l ->
                (long) l.scores().size() * operations(l.function().backward());
            case final ClassHits h -> h.logits().size();
            case final ScoreHits h -> 2L * h.scores().size();
            case final RecordLoss r -> r.losses().size();
            case final RecordPenalty r ->
                (long) r.w().size() * (operations(r.penalty().forward()) + 1);
            case final Update u -> (long) u.w().size() * operations(u.rule().formula());
            case TakeRate _ -> 0;
            case CountStep _ -> 1;
            case final AddPenaltyGradient u ->
                (long) u.w().size() * operations(u.penalty().backward());
        };
    }

    /** For one element: terms of scalars alone are computed once, and signs cost nothing. */
    private static int operations(Formula formula) {
        return formula.terms().stream()
                .filter(term -> formula.elements().stream().anyMatch(term::uses))
                .mapToInt(term -> switch (term.operation()) {
                    case CONSTANT, ARGUMENT, NEGATE, ABS -> 0;
                    case FMA -> 2;
                    default -> 1;
                })
                .sum();
    }

    /** How many pairs of an input and an output channel have a kernel. */
    private static long pairs(Tensor w) {
        return (long) w.shape().dimension(0) * w.shape().dimension(1);
    }

    private static long connections(Tensor w) {
        return w.shape().dimension(0);
    }

    /** A multiplication and an addition for each weight and sample. */
    private static long product(Tensor y, Tensor w) {
        return 2L * y.shape().batch() * w.size();
    }

    private static int area(Window window) {
        return window.size() * window.size();
    }

    /** For one pair of channels: how many products of a weight and a pixel of the image, over the batch. */
    private static long taps(Tensor image, Tensor output, Window window) {
        return (long) image.shape().batch()
                * taps(image.shape().dimension(2), output.shape().dimension(2), window)
                * taps(image.shape().dimension(3), output.shape().dimension(3), window);
    }

    /** Along one axis. */
    private static long taps(int extent, int outputExtent, Window window) {
        long taps = 0;
        for (int i = 0; i < outputExtent; i++) {
            final int start = i * window.stride() - window.padding();
            taps += Math.min(start + window.size(), extent) - Math.max(start, 0);
        }
        return taps;
    }
}
