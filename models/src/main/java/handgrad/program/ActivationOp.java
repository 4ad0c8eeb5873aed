package handgrad.program;

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
     * dx = dy ⊙ σ'(x), where σ'(x) is computed from y = σ(x).
     *
     * @param function σ
     * @param y [B, …], the output of the forward step
     * @param dy the same shape
     * @param dx the same shape
     */
    record ActivationBackward(Activation function, Tensor y, Tensor dy, Tensor dx) implements ActivationOp {
        /** Checks the shapes. */
        public ActivationBackward {
            Require.floats(y, dy, dx);
            Require.sameShape(y, dy, dx);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(y, dy);
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
