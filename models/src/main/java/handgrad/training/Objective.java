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
 * What training minimises: the loss over a batch and, optionally, the penalty λ‖w‖² on the weights. Biases are not
 * penalised.
 *
 * @param loss the loss of the network's outputs
 * @param penalised whether the penalty is added
 */
public record Objective(Loss loss, boolean penalised) {
    /** λ, [1]: a state tensor, so that one compiled program serves every λ of a sweep. */
    public static final Tensor LAMBDA = Tensor.state("lambda", 1);

    /**
     * The tensors with a penalty.
     *
     * @param network the network
     * @return the weights' tensors, or none without a penalty
     */
    public List<Tensor> penalisedTensors(Network network) {
        return network.parameters().stream()
                .filter(parameter -> penalised && parameter.kind() == Kind.WEIGHT)
                .map(Parameter::tensor)
                .distinct()
                .toList();
    }

    /**
     * Whether this is a classification, not a regression.
     *
     * @return true for a classifier's loss
     */
    public boolean isClassification() {
        return switch (loss) {
            case SoftmaxCrossEntropy softmax -> true;
            case ScoreLoss score -> score.function().targets() != TargetKind.NUMBER;
        };
    }

    /**
     * Whether the loss has a point without a derivative, as the hinge at y·z = 1. A training step then records the
     * distance of its scores from that point, so that steps at it can be counted.
     *
     * @return true for the hinge loss
     */
    public boolean hasKink() {
        return loss instanceof ScoreLoss score && score.function().equals(SampleLosses.HINGE);
    }
}
