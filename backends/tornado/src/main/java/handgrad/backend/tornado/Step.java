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

/** What one task computes: an op, or several fused into one kernel. */
sealed interface Step {
    /**
     * An op by itself.
     *
     * @param op the op
     */
    record Single(Op op) implements Step {
        @Override
        public List<Op> ops() {
            return List.of(op);
        }
    }

    /** A convolution, and the activation of its output if one follows. */
    record ConvolutionStep(Conv2dForward forward, Optional<ActivationForward> activation) implements Step {
        @Override
        public List<Op> ops() {
            return concatenation(forward, activation);
        }
    }

    /** A convolution's input gradient, and the gradient of the activation before it if there is one. */
    record ConvolutionGradientStep(Conv2dBackwardInput backward, Optional<ActivationBackward> activation)
            implements Step {
        @Override
        public List<Op> ops() {
            return concatenation(backward, activation);
        }
    }

    /** A convolution's weight gradient, and the update with it, which nothing else sees. */
    record ConvolutionUpdateStep(Conv2dBackwardWeight backward, Update weight, Update bias) implements Step {
        @Override
        public List<Op> ops() {
            return List.of(backward, weight, bias);
        }
    }

    /** A linear layer, and the activation of its output if one follows. */
    record LinearStep(LinearForward forward, Optional<ActivationForward> activation) implements Step {
        @Override
        public List<Op> ops() {
            return concatenation(forward, activation);
        }
    }

    /** A linear layer's input gradient, and the gradient of the activation before it if there is one. */
    record LinearGradientStep(LinearBackwardInput backward, Optional<ActivationBackward> activation) implements Step {
        @Override
        public List<Op> ops() {
            return concatenation(backward, activation);
        }
    }

    /** A linear layer's weight gradient, and the update with it, which nothing else sees. */
    record LinearUpdateStep(LinearBackwardWeight backward, Update weight, Update bias) implements Step {
        @Override
        public List<Op> ops() {
            return List.of(backward, weight, bias);
        }
    }

    /** An average pooling and the activation of its output. */
    record AveragePoolStep(AveragePoolForward forward, ActivationForward activation) implements Step {
        @Override
        public List<Op> ops() {
            return List.of(forward, activation);
        }
    }

    /** An average pooling's gradient and that of the activation before it. */
    record AveragePoolGradientStep(AveragePoolBackward backward, ActivationBackward activation) implements Step {
        @Override
        public List<Op> ops() {
            return List.of(backward, activation);
        }
    }

    /** A batch's samples and their labels. */
    record GatherStep(GatherRows rows, GatherLabels labels) implements Step {
        @Override
        public List<Op> ops() {
            return List.of(rows, labels);
        }
    }

    /** A classifier's losses, right answers and, in training, gradient. */
    record ClassLossStep(
            SoftmaxCrossEntropyForward loss, ClassHits hits, Optional<SoftmaxCrossEntropyBackward> gradient)
            implements Step {
        @Override
        public List<Op> ops() {
            return Stream.<Op>concat(Stream.of(loss, hits), gradient.stream()).toList();
        }
    }

    /** The end of a step. */
    record RecordStep(RecordLoss loss, RecordHits hits, Advance advance) implements Step {
        @Override
        public List<Op> ops() {
            return List.of(loss, hits, advance);
        }
    }

    /** The ops that the task does the work of, in an order in which they could run one by one. */
    List<Op> ops();

    /** The tensors that the task reads and that no op of its own wrote before. */
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
     * The tensors that the task writes, except those that only lead from one of its ops to the next: they are never in memory, and whoever
     * makes the step sees to it that nothing else reads them.
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

    /** The tensors that the task reads or writes in memory. */
    default Set<Tensor> tensors() {
        final Set<Tensor> tensors = new LinkedHashSet<>(reads());
        tensors.addAll(writes());
        return tensors;
    }

    private static List<Op> concatenation(Op first, Optional<? extends Op> second) {
        return Stream.<Op>concat(Stream.of(first), second.stream()).toList();
    }
}
