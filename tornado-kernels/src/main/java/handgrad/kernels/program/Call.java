package handgrad.kernels.program;

import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A call of a helper kernel.
 *
 * @param op the op that it computes, or a part of it
 * @param helper the class of the helper
 * @param method the name of its method, which is not overloaded
 * @param formula the activation, loss, penalty or rule whose copy of the helper is called, if it has a placeholder
 * @param share who computes what
 * @param arguments what follows the work-item and the number of work-items
 */
public record Call(
        Op op, Class<?> helper, String method, Optional<Record> formula, Share share, List<Argument> arguments) {
    /** Copies the arguments. */
    public Call {
        arguments = List.copyOf(arguments);
    }

    /**
     * The tensors that the call reads, or more.
     *
     * @return the op's inputs
     */
    List<Tensor> reads() {
        return op.inputs();
    }

    /**
     * The tensors that the call writes. An op that computes the gradients of weights and biases has a call for each.
     *
     * @return the op's outputs, or the one of them that is shared among the work-items
     */
    List<Tensor> writes() {
        return share instanceof Share.OfParameter(Tensor gradient)
                        && op.outputs().contains(gradient)
                ? List.of(gradient)
                : op.outputs();
    }

    /** How the work of a call is shared. */
    public sealed interface Share {
        /** A work-group computes one sample. */
        record OfSample() implements Share {}

        /**
         * All work-items compute the elements of a parameter or its gradient; each element has the same work-item in
         * all calls.
         *
         * @param gradient the gradient of the parameter, which tells the calls that belong together
         */
        record OfParameter(Tensor gradient) implements Share {}

        /** The first work-item does it alone. */
        record Once() implements Share {}
    }
}
