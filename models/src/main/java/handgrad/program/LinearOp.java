package handgrad.program;

import java.util.List;

/**
 * The fully connected layer and its gradients. Samples may have any shape; their elements in row-major order are the C
 * features. Derivations: docs/derivations.md, "Linear".
 */
public sealed interface LinearOp extends Op {
    /**
     * y = x wᵀ + b, that is y[n,o] = b[o] + Σ_c w[o,c] · x[n,c].
     *
     * @param x [B, …], C elements a sample
     * @param w [O, C]
     * @param b [O]
     * @param y [B, O]
     */
    record LinearForward(Tensor x, Tensor w, Tensor b, Tensor y) implements LinearOp {
        /** Checks the shapes. */
        public LinearForward {
            check(x, w, y);
            checkBias(b, w);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, w, b);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(y);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.INDEPENDENT;
        }
    }

    /**
     * dx = dy w, that is dx[n,c] = Σ_o dy[n,o] · w[o,c].
     *
     * @param dy [B, O]
     * @param w [O, C]
     * @param dx [B, …], C elements a sample
     */
    record LinearBackwardInput(Tensor dy, Tensor w, Tensor dx) implements LinearOp {
        /** Checks the shapes. */
        public LinearBackwardInput {
            check(dx, w, dy);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(dy, w);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dx);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.INDEPENDENT;
        }
    }

    /**
     * dw = dyᵀ x, db = Σ_n dy, that is dw[o,c] = Σ_n dy[n,o] · x[n,c].
     *
     * @param x [B, …], C elements a sample
     * @param dy [B, O]
     * @param dw [O, C]
     * @param db [O]
     */
    record LinearBackwardWeight(Tensor x, Tensor dy, Tensor dw, Tensor db) implements LinearOp {
        /** Checks the shapes. */
        public LinearBackwardWeight {
            check(x, dw, dy);
            checkBias(db, dw);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, dy);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dw, db);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.SUMMED;
        }
    }

    private static void check(Tensor input, Tensor w, Tensor output) {
        Require.floats(input, w, output);
        Require.rank(w, 2);
        Require.sampleSize(input, w.shape().dimension(1));
        Require.shape(output, input.shape().batch(), w.shape().dimension(0));
    }

    private static void checkBias(Tensor b, Tensor w) {
        Require.floats(b);
        Require.shape(b, w.shape().dimension(0));
    }
}
