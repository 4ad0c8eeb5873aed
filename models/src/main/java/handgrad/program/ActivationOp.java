package handgrad.program;

import java.util.ArrayList;
import java.util.List;

/** An activation function applied to each element, and its gradient. Derivations: docs/derivations.md, "Activations". */
public sealed interface ActivationOp extends Op {
    /**
     * y = σ(x), element by element.
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
     * @param x [B, …], the input of the forward step; read only if the derivative uses it
     * @param y [B, …], the output of the forward step; read only if the derivative uses it
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
         * What it keeps of the forward step.
         *
         * @return x, y, both or neither, in that order; a list of its own
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
