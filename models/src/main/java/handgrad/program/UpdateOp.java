package handgrad.program;

import java.util.List;

/** Ops that change the parameters, and what is added to their gradients before. */
public sealed interface UpdateOp extends Op {
    /**
     * w −= learningRate[0] · dw, element by element.
     *
     * @param w any shape
     * @param dw the same shape
     * @param learningRate [1]
     */
    record SgdUpdate(Tensor w, Tensor dw, Tensor learningRate) implements UpdateOp {
        /** Checks the shapes. */
        public SgdUpdate {
            Require.floats(w, dw, learningRate);
            Require.sameShape(w, dw);
            Require.shape(learningRate, 1);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(w, dw, learningRate);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(w);
        }
    }

    /**
     * dw += 2 · lambda[0] · w, the gradient of the penalty λ‖w‖².
     *
     * @param w any shape
     * @param lambda [1]
     * @param dw the same shape as w; holds the gradient of the loss already
     */
    record AddPenaltyGradient(Tensor w, Tensor lambda, Tensor dw) implements UpdateOp {
        /** Checks the shapes. */
        public AddPenaltyGradient {
            Require.floats(w, dw, lambda);
            Require.sameShape(w, dw);
            Require.shape(lambda, 1);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(w, lambda, dw);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dw);
        }
    }

    @Override
    default SampleScope scope() {
        return SampleScope.NONE;
    }
}
