package handgrad.loss;

import handgrad.dataset.Targets;
import handgrad.program.ProgramBuilder;
import handgrad.program.Tensor;

/** A loss of a network's outputs against targets, with its hand-derived gradient. */
public sealed interface Loss permits SoftmaxCrossEntropy, ScoreLoss {
    /**
     * How the samples' losses are combined.
     *
     * @return the reduction
     */
    Reduction reduction();

    /**
     * The tensor that holds a data set's targets on the device.
     *
     * @param name its name
     * @param targets the targets
     * @return a tensor of the size of the targets
     * @throws IllegalArgumentException if this loss cannot use such targets
     */
    Tensor targetData(String name, Targets targets);

    /**
     * Adds the op for the loss of each sample.
     *
     * @param outputs the network's outputs, [B, …]
     * @param targets the batch's targets
     * @param program receives the ops
     * @return the losses, [B]
     */
    Tensor losses(Tensor outputs, Tensor targets, ProgramBuilder program);

    /**
     * Adds the op for the gradient of the reduced loss.
     *
     * @param outputs the network's outputs, [B, …]
     * @param targets the batch's targets
     * @param program receives the ops
     * @return the gradient with respect to the outputs
     */
    Tensor gradient(Tensor outputs, Tensor targets, ProgramBuilder program);

    /**
     * Adds the op that marks correctly predicted samples.
     *
     * @param outputs the network's outputs, [B, …]
     * @param targets the batch's targets
     * @param program receives the ops
     * @return 1 (correct) or 0 for each sample, [B] ints
     */
    Tensor hits(Tensor outputs, Tensor targets, ProgramBuilder program);
}
