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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The ops that one task computes: a single op, or several fused into one kernel. */
sealed interface OpGroup {
    /**
     * A single op.
     *
     * @param op the op
     */
    record Single(Op op) implements OpGroup {
        @Override
        public List<Op> ops() {
            return List.of(op);
        }
    }

    /** A convolution and the activation of its output, if any. */
    record Convolution(Conv2dForward forward, Optional<ActivationForward> activation) implements OpGroup {
        @Override
        public List<Op> ops() {
            return concatenation(forward, activation);
        }
    }

    /** The input gradient of a convolution and the gradient of the activation before it, if any. */
    record ConvolutionGradient(Conv2dBackwardInput backward, Optional<ActivationBackward> activation)
            implements OpGroup {
        @Override
        public List<Op> ops() {
            return concatenation(backward, activation);
        }
    }

    /** The weight gradient of a convolution and the updates by it, which are its only use. */
    record ConvolutionUpdate(Conv2dBackwardWeight backward, Update weight, Update bias) implements OpGroup {
        @Override
        public List<Op> ops() {
            return List.of(backward, weight, bias);
        }
    }

    /** A linear layer and the activation of its output, if any. */
    record Linear(LinearForward forward, Optional<ActivationForward> activation) implements OpGroup {
        @Override
        public List<Op> ops() {
            return concatenation(forward, activation);
        }
    }

    /** The input gradient of a linear layer and the gradient of the activation before it, if any. */
    record LinearGradient(LinearBackwardInput backward, Optional<ActivationBackward> activation) implements OpGroup {
        @Override
        public List<Op> ops() {
            return concatenation(backward, activation);
        }
    }

    /** The weight gradient of a linear layer and the updates by it, which are its only use. */
    record LinearUpdate(LinearBackwardWeight backward, Update weight, Update bias) implements OpGroup {
        @Override
        public List<Op> ops() {
            return List.of(backward, weight, bias);
        }
    }

    /** An average pooling and the activation of its output. */
    record AveragePool(AveragePoolForward forward, ActivationForward activation) implements OpGroup {
        @Override
        public List<Op> ops() {
            return List.of(forward, activation);
        }
    }

    /** The gradient of an average pooling and that of the activation before it. */
    record AveragePoolGradient(AveragePoolBackward backward, ActivationBackward activation) implements OpGroup {
        @Override
        public List<Op> ops() {
            return List.of(backward, activation);
        }
    }

    /** The inputs and labels of a batch. */
    record Gather(GatherRows rows, GatherLabels labels) implements OpGroup {
        @Override
        public List<Op> ops() {
            return List.of(rows, labels);
        }
    }

    /** The losses of a classifier, the marks of correct samples and, in training, the gradient. */
    record ClassLoss(SoftmaxCrossEntropyForward loss, ClassHits hits, Optional<SoftmaxCrossEntropyBackward> gradient)
            implements OpGroup {
        @Override
        public List<Op> ops() {
            return Stream.<Op>concat(Stream.of(loss, hits), gradient.stream()).toList();
        }
    }

    /** The records of a step and the advance to the next. */
    record Recording(RecordLoss loss, RecordHits hits, Advance advance) implements OpGroup {
        @Override
        public List<Op> ops() {
            return List.of(loss, hits, advance);
        }
    }

    /** The ops, in an order in which they could run one by one. */
    List<Op> ops();

    /** The tensors that the task reads from memory. */
    default Set<Tensor> reads() {
        final Set<Tensor> reads = new LinkedHashSet<>();
        final Set<Tensor> written = new LinkedHashSet<>();
        for (final Op op : ops()) {
            op.inputs().stream().filter(input -> !written.contains(input)).forEach(reads::add);
            written.addAll(op.outputs());
        }
        return reads;
    }

    /**
     * The tensors that the task writes to memory. Intermediate tensors between fused ops are not written; whoever fuses
     * ops must ensure that nothing else reads them.
     */
    default Set<Tensor> writes() {
        final Set<Tensor> writes = new LinkedHashSet<>();
        ops().forEach(op -> writes.addAll(op.outputs()));
        if (ops().size() > 1) {
            ops().forEach(op -> op.inputs().stream()
                    .filter(input -> !reads().contains(input))
                    .forEach(writes::remove));
        }
        return writes;
    }

    /** The tensors that the task reads from or writes to memory. */
    default Set<Tensor> tensors() {
        final Set<Tensor> tensors = new LinkedHashSet<>(reads());
        tensors.addAll(writes());
        return tensors;
    }

    private static List<Op> concatenation(Op first, Optional<? extends Op> second) {
        return Stream.<Op>concat(Stream.of(first), second.stream()).toList();
    }
}
