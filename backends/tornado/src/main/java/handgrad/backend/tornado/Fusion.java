package handgrad.backend.tornado;

import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Op;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Fuses ops: finds the ops that a fused kernel can compute together with a first op. {@link OpGroups} checks that
 * fusing them is correct.
 */
final class Fusion {
    private final OpGroups groups;

    Fusion(OpGroups groups) {
        this.groups = groups;
    }

    /** Fuses an op with later ops if there is a kernel for them. */
    void fuse(Op op) {
        switch (op) {
            case GatherRows rows -> gather(rows);
            case Conv2dForward forward ->
                first(
                        activation(forward.y()).map(next -> new OpGroup.Convolution(forward, Optional.of(next))),
                        Optional.of(new OpGroup.Convolution(forward, Optional.empty())));
            case LinearForward forward ->
                first(
                        activation(forward.y()).map(next -> new OpGroup.Linear(forward, Optional.of(next))),
                        Optional.of(new OpGroup.Linear(forward, Optional.empty())));
            case AveragePoolForward forward ->
                first(activation(forward.y()).map(next -> new OpGroup.AveragePool(forward, next)));
            case SoftmaxCrossEntropyForward loss -> classLoss(loss);
            case RecordLoss loss -> record(loss);
            case Conv2dBackwardInput backward ->
                first(
                        gradient(backward.dx())
                                .map(next -> new OpGroup.ConvolutionGradient(backward, Optional.of(next))),
                        Optional.of(new OpGroup.ConvolutionGradient(backward, Optional.empty())));
            case LinearBackwardInput backward ->
                first(
                        gradient(backward.dx()).map(next -> new OpGroup.LinearGradient(backward, Optional.of(next))),
                        Optional.of(new OpGroup.LinearGradient(backward, Optional.empty())));
            case AveragePoolBackward backward ->
                first(gradient(backward.dx()).map(next -> new OpGroup.AveragePoolGradient(backward, next)));
            case Conv2dBackwardWeight backward ->
                first(updates(
                        backward.dw(),
                        backward.db(),
                        (weight, bias) -> new OpGroup.ConvolutionUpdate(backward, weight, bias)));
            case LinearBackwardWeight backward ->
                first(updates(
                        backward.dw(),
                        backward.db(),
                        (weight, bias) -> new OpGroup.LinearUpdate(backward, weight, bias)));
            default -> {
                // No fused kernel starts with this op.
            }
        }
    }

    private void gather(GatherRows rows) {
        first(groups.find(
                        GatherLabels.class,
                        labels -> labels.order().equals(rows.order())
                                && labels.position().equals(rows.position())
                                && labels.batch().size() == rows.batch().shape().batch())
                .map(labels -> new OpGroup.Gather(rows, labels)));
    }

    private void classLoss(SoftmaxCrossEntropyForward loss) {
        final Optional<ClassHits> hits = groups.find(
                ClassHits.class,
                candidate -> candidate.logits().equals(loss.logits())
                        && candidate.labels().equals(loss.labels()));
        final Optional<SoftmaxCrossEntropyBackward> gradient = groups.find(
                SoftmaxCrossEntropyBackward.class,
                candidate -> candidate.logits().equals(loss.logits())
                        && candidate.labels().equals(loss.labels()));
        first(
                hits.filter(_ -> gradient.isPresent()).map(found -> new OpGroup.ClassLoss(loss, found, gradient)),
                hits.map(found -> new OpGroup.ClassLoss(loss, found, Optional.empty())));
    }

    private void record(RecordLoss loss) {
        final Optional<RecordHits> hits = groups.find(
                RecordHits.class,
                candidate -> candidate.position().equals(loss.position())
                        && candidate.hits().size() == loss.losses().size());
        final Optional<Advance> advance = groups.find(
                Advance.class,
                candidate -> candidate.position().equals(loss.position())
                        && candidate.samples() == loss.losses().size());
        first(hits.flatMap(found -> advance.map(next -> new OpGroup.Recording(loss, found, next))));
    }

    private Optional<ActivationForward> activation(Tensor x) {
        return groups.find(ActivationForward.class, candidate -> candidate.x().equals(x));
    }

    private Optional<ActivationBackward> gradient(Tensor dy) {
        return groups.find(ActivationBackward.class, candidate -> candidate.dy().equals(dy));
    }

    private Optional<OpGroup> updates(Tensor dw, Tensor db, BiFunction<Update, Update, OpGroup> group) {
        final Optional<Update> weight = update(dw);
        return weight.flatMap(first -> update(db)
                .filter(second -> second.learningRate().equals(first.learningRate()))
                .map(second -> group.apply(first, second)));
    }

    /** The update by a gradient, if it is plain gradient descent; other rules have separate kernels. */
    private Optional<Update> update(Tensor dw) {
        return groups.find(
                Update.class,
                candidate -> candidate.rule().isPlain() && candidate.dw().equals(dw));
    }

    /** Applies the first possible of several fusions. */
    @SafeVarargs
    private void first(Optional<? extends OpGroup>... suggestions) {
        for (final Optional<? extends OpGroup> suggestion : suggestions) {
            if (suggestion.isPresent() && groups.fuse(suggestion.get())) {
                return;
            }
        }
    }
}
