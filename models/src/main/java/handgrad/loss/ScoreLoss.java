package handgrad.loss;

import handgrad.dataset.Targets;
import handgrad.program.ElementType;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;
import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * A loss of real scores against real targets, for binary classifiers and regressions. A sample counts as correct if
 * score and target are on the same side of their thresholds.
 *
 * @param function the loss of one score and its derivative
 * @param reduction mean or sum over the batch
 * @param scoreThreshold scores above it mean "yes": 0 for a logit
 * @param targetThreshold targets above it mean "yes": 0 for −1/+1 and for real targets, ½ for 0/1
 */
public record ScoreLoss(SampleLoss function, Reduction reduction, float scoreThreshold, float targetThreshold)
        implements Loss {
    /**
     * The mean over the batch, with the usual thresholds for the function's kind of targets.
     *
     * @param function the loss of one score
     * @return the loss
     */
    public static ScoreLoss mean(SampleLoss function) {
        return new ScoreLoss(
                function, Reduction.MEAN, 0, function.targets() == TargetKind.FRACTION_BY_PROBABILITY ? 0.5f : 0);
    }

    /**
     * Whether σ(z) is the probability of "yes", as for the logistic losses, but not for the hinge or regressions.
     *
     * @return true for a loss of probabilities
     */
    public boolean givesProbabilities() {
        return function.targets().isByProbability();
    }

    /**
     * The same loss with another probability threshold for "yes". Only the count of correct samples changes, not the
     * loss.
     *
     * @param probability p; a score z means "yes" where σ(z) &gt; p, which is z &gt; log(p / (1 − p))
     * @return the loss
     * @throws IllegalArgumentException if the probability is not between 0 and 1
     */
    public ScoreLoss withThreshold(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("a threshold must lie between 0 and 1, not at " + probability);
        }
        final float score = (float) Math.log(probability / (1 - probability));
        return new ScoreLoss(function, reduction, score, targetThreshold);
    }

    /**
     * The probability that corresponds to the score threshold.
     *
     * @return σ(scoreThreshold)
     */
    public double threshold() {
        return 1 / (1 + Math.exp(-scoreThreshold));
    }

    @Override
    public Tensor targetData(String name, Targets targets) {
        return switch (targets) {
            case Targets.Reals reals -> Tensor.data(name, Shape.of(reals.count(), reals.width()));
            case Targets.Classes classes ->
                throw new IllegalArgumentException("this loss needs real numbers for targets, not classes");
        };
    }

    @Override
    public Tensor losses(Tensor outputs, Tensor targets, ProgramBuilder program) {
        final Tensor losses =
                Tensor.activation("losses", Shape.of(outputs.shape().batch()));
        return program.add(new ScoreLossForward(function, outputs, targets, losses));
    }

    @Override
    public Tensor gradient(Tensor outputs, Tensor targets, ProgramBuilder program) {
        final float scale = reduction.scale(outputs.shape().batch());
        return program.add(new ScoreLossBackward(function, outputs, targets, Tensor.gradient(outputs), scale));
    }

    @Override
    public Tensor hits(Tensor outputs, Tensor targets, ProgramBuilder program) {
        final Shape batch = Shape.of(outputs.shape().batch());
        final Tensor hits = new Tensor("hits", batch, ElementType.INT32, Role.ACTIVATION);
        return program.add(new ScoreHits(outputs, targets, hits, scoreThreshold, targetThreshold));
    }
}
