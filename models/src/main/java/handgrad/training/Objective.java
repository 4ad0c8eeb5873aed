package handgrad.training;

import handgrad.loss.Loss;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.network.Parameter.Kind;
import handgrad.program.SampleLoss.TargetKind;
import handgrad.program.Tensor;
import java.util.List;

/**
 * What training makes small: the loss over a batch and, where asked for, the penalty λ‖w‖² on the weights. Biases are not penalised.
 *
 * @param loss the loss of the network's outputs
 * @param penalised whether the penalty is added
 */
public record Objective(Loss loss, boolean penalised) {
    /** λ, [1]: a state tensor, so that one compiled program serves every λ of a sweep. */
    public static final Tensor LAMBDA = Tensor.state("lambda", 1);

    /**
     * The tensors that the penalty applies to.
     *
     * @param network the network
     * @return the weights' tensors, or none where there is no penalty
     */
    public List<Tensor> penalisedTensors(Network network) {
        return network.parameters().stream()
                .filter(parameter -> penalised && parameter.kind() == Kind.WEIGHT)
                .map(Parameter::tensor)
                .distinct()
                .toList();
    }

    /**
     * Whether an output stands for a class, so that an answer is right or wrong: not so in a regression.
     *
     * @return true for a classifier's loss
     */
    public boolean tellsClassesApart() {
        return switch (loss) {
            case SoftmaxCrossEntropy softmax -> true;
            case ScoreLoss score -> score.function().targets() != TargetKind.NUMBER;
        };
    }

    /**
     * Whether the loss has a point without a derivative: the hinge has, at y·z = 1. A training step then records how far its scores are from
     * there, so that the steps at that point can be counted.
     *
     * @return true for the hinge loss
     */
    public boolean hasKink() {
        return loss instanceof ScoreLoss score && score.function().equals(SampleLosses.HINGE);
    }
}
