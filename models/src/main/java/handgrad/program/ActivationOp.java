package handgrad.program;

import java.util.ArrayList;
import java.util.List;

/** An elementwise activation and its gradient. Derivations: docs/derivations.md, "Activations". */
public sealed interface ActivationOp extends Op {
    /**
     * y = σ(x), elementwise.
     *
     * @param function σ
     * @param x [B, …]
     * @param y the same shape
     */
    record ActivationForward(Activation function, Tensor x, Tensor y) implements ActivationOp {
        /** Checks the shapes. */
        public ActivationForward {
            Require.floats(x, y);
            Require.sameShape(x, y);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(y);
        }
    }

    /**
     * dx = dy ⊙ σ'(x), where σ' is computed from x, from y = σ(x), or from both.
     *
     * @param function σ
     * @param x [B, …], the input of the forward pass; read only if the derivative uses it
     * @param y [B, …], the output of the forward pass; read only if the derivative uses it
     * @param dy the same shape
     * @param dx the same shape
     */
    record ActivationBackward(Activation function, Tensor x, Tensor y, Tensor dy, Tensor dx) implements ActivationOp {
        /** Checks the shapes. */
        public ActivationBackward {
            Require.floats(x, y, dy, dx);
            Require.sameShape(x, y, dy, dx);
        }

        /**
         * The tensors of the forward pass that this op reads.
         *
         * @return a new list of x, y, both or neither, in that order
         */
        public List<Tensor> kept() {
            final List<Tensor> kept = new ArrayList<>(2);
            if (function.keepsInput()) {
                kept.add(x);
            }
            if (function.keepsOutput()) {
                kept.add(y);
            }
            return kept;
        }

        @Override
        public List<Tensor> inputs() {
            final List<Tensor> inputs = kept();
            inputs.add(dy);
            return inputs;
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dx);
        }
    }

    @Override
    default SampleScope scope() {
        return SampleScope.INDEPENDENT;
    }
}
