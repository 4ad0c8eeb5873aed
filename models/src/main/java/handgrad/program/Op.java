package handgrad.program;

import java.util.List;

/**
 * One step of a {@link Program}: a small record that names its input and output tensors. What an op computes is stated in its Javadoc; how,
 * is each backend's affair. The hierarchy is sealed, so a backend is one exhaustive {@code switch}, and the compiler names the backends
 * that a new op still misses.
 *
 * <p>Notation in the formulas: n counts samples, c input channels or features, o output channels or features, i and j rows and columns, B the
 * batch size; {@code dv} is the gradient of the loss with respect to {@code v}.
 */
public sealed interface Op
        permits BatchOp, ConvolutionOp, PoolingOp, LinearOp, ActivationOp, LossOp, RecordOp, UpdateOp {
    /**
     * The tensors that this op reads, also those that it then overwrites.
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
     * How this op treats the samples of a batch.
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
