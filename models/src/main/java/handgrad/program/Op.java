package handgrad.program;

import java.util.List;

/**
 * One operation of a {@link Program}: a record of its input and output tensors. Its Javadoc defines what it computes;
 * each backend decides how. The hierarchy is sealed, so that a backend is an exhaustive {@code switch} and the compiler
 * finds the backends that lack a new op.
 *
 * <p>Notation in the formulas: n is the sample, c the input channel or feature, o the output channel or feature, i and
 * j are row and column, B is the batch size; {@code dv} is the gradient of the loss with respect to {@code v}.
 */
public sealed interface Op
        permits BatchOp, ConvolutionOp, PoolingOp, LinearOp, ActivationOp, LossOp, RecordOp, UpdateOp {
    /**
     * The tensors that this op reads, including those that it overwrites.
     *
     * @return in the order of the record's components
     */
    List<Tensor> inputs();

    /**
     * The tensors that this op writes, the main result first.
     *
     * @return at least one
     */
    List<Tensor> outputs();

    /**
     * How this op combines the samples of a batch.
     *
     * @return the scope
     */
    SampleScope scope();

    /**
     * The op's name, as in {@code Conv2dForward}.
     *
     * @return the record's simple name
     */
    default String name() {
        return getClass().getSimpleName();
    }
}
