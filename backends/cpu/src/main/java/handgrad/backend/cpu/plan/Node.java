package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.rewrite.ClassLossFusion;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a program as the planner orders it.
 *
 * @param work what it does
 * @param accesses what it reads and writes
 * @param bySample true if it works on one group of samples at a time, false if on blocks of its output
 */
public record Node(Work work, List<Access> accesses, boolean bySample) {
    /** Copies the accesses. */
    public Node {
        accesses = List.copyOf(accesses);
    }

    /** What a node does. */
    public sealed interface Work {
        /**
         * An op, its sample tensors in one representation.
         *
         * @param op the op
         * @param representation of the tensors for which there is a choice
         */
        record Run(Op op, Representation representation) implements Work {}

        /**
         * Fetches rows of a batch.
         *
         * @param op the op
         * @param to how to arrange them
         */
        record Gather(GatherRows op, Representation to) implements Work {}

        /**
         * The outputs of a batch that need not be fetched.
         *
         * @param batch the batch
         */
        record Scores(GatherElision batch) implements Work {}

        /**
         * The weight gradient from all of a batch that need not be fetched.
         *
         * @param op the op
         * @param batch the batch
         */
        record Gradient(LinearBackwardWeight op, GatherElision batch) implements Work {}

        /**
         * What becomes of logits and labels.
         *
         * @param losses the ops that it stands for
         */
        record Classes(ClassLossFusion losses) implements Work {}

        /**
         * The parts of a weight gradient.
         *
         * @param gradient the gradient
         * @param batch the samples that it sums over, if they need not be fetched
         */
        record Partial(PartialGradient gradient, Optional<GatherElision> batch) implements Work {}

        /**
         * The weight gradient from its parts.
         *
         * @param gradient the gradient
         */
        record Total(PartialGradient gradient) implements Work {}

        /**
         * The backward step of a wide linear layer.
         *
         * @param layer the ops that it stands for
         */
        record Wide(WideBackwardFusion layer) implements Work {}

        /**
         * Rearranges a tensor.
         *
         * @param tensor the tensor
         * @param to how to arrange it, from the other way
         */
        record Convert(Tensor tensor, Representation to) implements Work {}
    }
}
