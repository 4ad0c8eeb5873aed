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
 * A loss of real scores against real targets: the binary classifiers' and the regressions'. A sample counts as right where score and target
 * lie on the same side of their thresholds.
 *
 * @param function the loss of one score, with its derivative
 * @param reduction mean or sum over the batch
 * @param scoreThreshold which scores mean "yes": 0 for a logit
 * @param targetThreshold which targets mean "yes": 0 for −1 and +1 and for real targets, ½ for 0 and 1
 */
public record ScoreLoss(SampleLoss function, Reduction reduction, float scoreThreshold, float targetThreshold)
        implements Loss {
    /**
     * The mean over the batch, with the thresholds that the function's targets call for.
     *
     * @param function the loss of one score
     * @return the loss
     */
    public static ScoreLoss mean(SampleLoss function) {
        return new ScoreLoss(
                function, Reduction.MEAN, 0, function.targets() == TargetKind.FRACTION_BY_PROBABILITY ? 0.5f : 0);
    }

    /**
     * Whether a score's σ(z) is the probability of "yes": the logistic losses', not the hinge's and not the regressions'.
     *
     * @return true for a loss of probabilities
     */
    public boolean givesProbabilities() {
        return function.targets().isByProbability();
    }

    /**
     * The same loss, with another probability from which on a sample is answered "yes". The loss does not change, only what counts as right.
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
     * The probability that the score threshold stands for.
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
