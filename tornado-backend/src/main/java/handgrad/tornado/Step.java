package handgrad.tornado;

import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.List;
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

        @Override
        public List<Tensor> reads() {
            return op.inputs();
        }

        @Override
        public List<Tensor> writes() {
            return op.outputs();
        }
    }

    /** The ops that the task does the work of, in the program's order. */
    List<Op> ops();

    /** The tensors that the task reads. */
    List<Tensor> reads();

    /** The tensors that the task writes. */
    List<Tensor> writes();

    /** The tensors that the task reads or writes. */
    default List<Tensor> tensors() {
        return Stream.concat(reads().stream(), writes().stream()).distinct().toList();
    }
}
