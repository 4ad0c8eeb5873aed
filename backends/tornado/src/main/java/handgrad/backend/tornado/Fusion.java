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
 * Which ops are fused with which: an op that can begin a fused step looks for its partners, and {@link StepList}
 * decides.
 */
final class Fusion {
    private final StepList steps;

    Fusion(StepList steps) {
        this.steps = steps;
    }

    /** Fuses an op with those behind it, if there is a kernel for them together. */
    void lead(Op op) {
        switch (op) {
            case GatherRows rows -> gather(rows);
            case Conv2dForward forward ->
                first(
                        activation(forward.y()).map(next -> new Step.ConvolutionStep(forward, Optional.of(next))),
                        Optional.of(new Step.ConvolutionStep(forward, Optional.empty())));
            case LinearForward forward ->
                first(
                        activation(forward.y()).map(next -> new Step.LinearStep(forward, Optional.of(next))),
                        Optional.of(new Step.LinearStep(forward, Optional.empty())));
            case AveragePoolForward forward ->
                first(activation(forward.y()).map(next -> new Step.AveragePoolStep(forward, next)));
            case SoftmaxCrossEntropyForward loss -> classLoss(loss);
            case RecordLoss loss -> record(loss);
            case Conv2dBackwardInput backward ->
                first(
                        gradient(backward.dx())
                                .map(next -> new Step.ConvolutionGradientStep(backward, Optional.of(next))),
                        Optional.of(new Step.ConvolutionGradientStep(backward, Optional.empty())));
            case LinearBackwardInput backward ->
                first(
                        gradient(backward.dx()).map(next -> new Step.LinearGradientStep(backward, Optional.of(next))),
                        Optional.of(new Step.LinearGradientStep(backward, Optional.empty())));
            case AveragePoolBackward backward ->
                first(gradient(backward.dx()).map(next -> new Step.AveragePoolGradientStep(backward, next)));
            case Conv2dBackwardWeight backward ->
                first(updates(
                        backward.dw(),
                        backward.db(),
                        (weight, bias) -> new Step.ConvolutionUpdateStep(backward, weight, bias)));
            case LinearBackwardWeight backward ->
                first(updates(
                        backward.dw(),
                        backward.db(),
                        (weight, bias) -> new Step.LinearUpdateStep(backward, weight, bias)));
            default -> {
                // Nothing is fused behind this op.
            }
        }
    }

    private void gather(GatherRows rows) {
        first(steps.find(
                        GatherLabels.class,
                        labels -> labels.order().equals(rows.order())
                                && labels.position().equals(rows.position())
                                && labels.batch().size() == rows.batch().shape().batch())
                .map(labels -> new Step.GatherStep(rows, labels)));
    }

    private void classLoss(SoftmaxCrossEntropyForward loss) {
        final Optional<ClassHits> hits = steps.find(
                ClassHits.class,
                candidate -> candidate.logits().equals(loss.logits())
                        && candidate.labels().equals(loss.labels()));
        final Optional<SoftmaxCrossEntropyBackward> gradient = steps.find(
                SoftmaxCrossEntropyBackward.class,
                candidate -> candidate.logits().equals(loss.logits())
                        && candidate.labels().equals(loss.labels()));
        first(
                hits.filter(_ -> gradient.isPresent()).map(found -> new Step.ClassLossStep(loss, found, gradient)),
                hits.map(found -> new Step.ClassLossStep(loss, found, Optional.empty())));
    }

    private void record(RecordLoss loss) {
        final Optional<RecordHits> hits = steps.find(
                RecordHits.class,
                candidate -> candidate.position().equals(loss.position())
                        && candidate.hits().size() == loss.losses().size());
        final Optional<Advance> advance = steps.find(
                Advance.class,
                candidate -> candidate.position().equals(loss.position())
                        && candidate.samples() == loss.losses().size());
        first(hits.flatMap(found -> advance.map(next -> new Step.RecordStep(loss, found, next))));
    }

    private Optional<ActivationForward> activation(Tensor x) {
        return steps.find(ActivationForward.class, candidate -> candidate.x().equals(x));
    }

    private Optional<ActivationBackward> gradient(Tensor dy) {
        return steps.find(ActivationBackward.class, candidate -> candidate.dy().equals(dy));
    }

    private Optional<Step> updates(Tensor dw, Tensor db, BiFunction<Update, Update, Step> step) {
        final Optional<Update> weight = update(dw);
        return weight.flatMap(first -> update(db)
                .filter(second -> second.learningRate().equals(first.learningRate()))
                .map(second -> step.apply(first, second)));
    }

    /** The update with a gradient, if it is plain gradient descent: those of other rules have a kernel of their own. */
    private Optional<Update> update(Tensor dw) {
        return steps.find(
                Update.class,
                candidate -> candidate.rule().isPlain() && candidate.dw().equals(dw));
    }

    /** Fuses by the first suggestion that can be followed. */
    @SafeVarargs
    private void first(Optional<? extends Step>... suggestions) {
        for (final Optional<? extends Step> suggestion : suggestions) {
            if (suggestion.isPresent() && steps.fuse(suggestion.get())) {
                return;
            }
        }
    }
}
