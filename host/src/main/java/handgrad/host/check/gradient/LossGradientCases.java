package handgrad.host.check.gradient;

import handgrad.host.check.cases.CaseNames;
import handgrad.host.check.formula.Switches;
import handgrad.loss.SampleLosses;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.PenaltyFunction;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.SampleLoss;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Each loss with the gradient that begins a backward pass, for the mean and for the sum over the batch; and the
 * penalty.
 */
final class LossGradientCases {
    private LossGradientCases() {}

    static List<GradientCase> all() {
        final List<GradientCase> cases = new ArrayList<>();
        for (final int batch : new int[] {1, 5}) {
            for (final float scale : new float[] {1, 1F / 5}) {
                cases.add(softmax(batch, 1, scale));
                cases.add(softmax(batch, 7, scale));
            }
        }
        SampleLosses.all().forEach(function -> cases.addAll(of(function)));
        cases.add(penalty());
        return cases;
    }

    /** The cases of one loss of scores. */
    static List<GradientCase> of(SampleLoss function) {
        final List<GradientCase> cases = new ArrayList<>();
        for (final int batch : new int[] {1, 5}) {
            for (final float scale : new float[] {1, 1F / 5}) {
                cases.add(scores(function, batch, 1, scale));
                cases.add(scores(function, batch, 3, scale));
            }
        }
        return cases;
    }

    private static GradientCase softmax(int batch, int classes, float scale) {
        final var builder = new GradientCaseBuilder(
                "softmax cross-entropy " + CaseNames.sizes(batch, classes) + ", scale " + scale);
        final Tensor logits = builder.normal("logits", batch, classes);
        final Tensor labels = builder.indices("labels", classes, batch);
        return builder.build(
                everywhere(scale, batch),
                new SoftmaxCrossEntropyForward(logits, labels, builder.floats("losses", batch)),
                new SoftmaxCrossEntropyBackward(logits, labels, builder.gradientOf(logits), scale));
    }

    private static GradientCase scores(SampleLoss function, int batch, int width, float scale) {
        final var builder =
                new GradientCaseBuilder(function.name() + " " + CaseNames.sizes(batch, width) + ", scale " + scale);
        final Tensor scores = builder.normal("scores", batch, width);
        final Tensor targets = switch (function.targets()) {
            case SIGN_BY_PROBABILITY, SIGN_BY_MARGIN -> builder.mapped("targets", Math::signum, batch, width);
            case NUMBER -> builder.normal("targets", batch, width);
            case FRACTION_BY_PROBABILITY ->
                builder.mapped("targets", value -> value > 1 ? 0.3 : value > 0 ? 1 : 0, batch, width);
        };
        builder.change(scores, (value, i) -> {
            final double target = builder.values(targets)[i];
            return GradientCases.away(Switches.of(function.forward(), z -> new double[] {z, target}), value);
        });
        return builder.build(
                everywhere(scale, batch),
                new ScoreLossForward(function, scores, targets, builder.floats("losses", batch)),
                new ScoreLossBackward(function, scores, targets, builder.gradientOf(scores), scale));
    }

    /** λ‖w‖²: the record adds it for each of 4 samples, so L is a quarter of its slot. */
    private static GradientCase penalty() {
        final var builder = new GradientCaseBuilder("penalty");
        final Tensor w = builder.normal("w", 3, 5);
        final Tensor lambda = builder.with("lambda", new double[] {0.3}, 1);
        final Tensor position = builder.indices("position", 1, 2);
        final Tensor history = builder.with("history", new double[] {0, 0}, 2);
        return builder.build(
                new double[] {0.25, 0},
                new RecordPenalty(PenaltyFunction.L2, w, lambda, position, history, 4),
                new AddPenaltyGradient(PenaltyFunction.L2, w, lambda, builder.gradientOf(w)));
    }

    private static double[] everywhere(double weight, int size) {
        final double[] weights = new double[size];
        Arrays.fill(weights, weight);
        return weights;
    }
}
