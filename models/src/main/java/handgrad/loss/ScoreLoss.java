package handgrad.loss;

import handgrad.dataset.Targets;
import handgrad.program.ElementType;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.SampleLoss;
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
        return new ScoreLoss(function, Reduction.MEAN, 0, function == SampleLoss.BINARY_CROSS_ENTROPY ? 0.5f : 0);
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
