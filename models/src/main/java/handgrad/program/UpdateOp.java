package handgrad.program;

import java.util.ArrayList;
import java.util.List;

/** Ops that update parameters, add penalty gradients, and provide the learning rate and the step number. */
public sealed interface UpdateOp extends Op {
    /**
     * One step of an optimiser: updates w and the optimiser's state elementwise.
     *
     * @param rule the formulas
     * @param w any shape
     * @param dw the same shape
     * @param states the optimiser's state variables, each of the same shape
     * @param learningRate [1]
     * @param step [1], the step number, from 1; read only if the rule uses it
     */
    record Update(UpdateRule rule, Tensor w, Tensor dw, List<Tensor> states, Tensor learningRate, Tensor step)
            implements UpdateOp {
        /** Checks the shapes. */
        public Update {
            states = List.copyOf(states);
            Require.floats(w, dw, learningRate, step);
            Require.sameShape(w, dw);
            Require.shape(learningRate, 1);
            Require.shape(step, 1);
            Require.that(
                    states.size() == rule.states().size(),
                    "a rule that keeps " + rule.states() + " cannot work on " + states);
            for (final Tensor state : states) {
                Require.floats(state);
                Require.sameShape(w, state);
            }
        }

        /**
         * An update by plain gradient descent: w −= learningRate · dw.
         *
         * @param w any shape
         * @param dw the same shape
         * @param learningRate [1]
         * @return the op
         */
        public static Update plain(Tensor w, Tensor dw, Tensor learningRate) {
            return new Update(UpdateRule.PLAIN, w, dw, List.of(), learningRate, learningRate);
        }

        @Override
        public List<Tensor> inputs() {
            final List<Tensor> inputs = new ArrayList<>(List.of(w, dw));
            inputs.addAll(states);
            inputs.add(learningRate);
            if (rule.countsSteps()) {
                inputs.add(step);
            }
            return inputs;
        }

        @Override
        public List<Tensor> outputs() {
            final List<Tensor> outputs = new ArrayList<>(List.of(w));
            outputs.addAll(states);
            return outputs;
        }
    }

    /**
     * dw += lambda[0] · r'(w), the gradient of the penalty λ Σ r(w).
     *
     * @param penalty r
     * @param w any shape
     * @param lambda [1]
     * @param dw the same shape as w; already has the gradient of the loss
     */
    record AddPenaltyGradient(PenaltyFunction penalty, Tensor w, Tensor lambda, Tensor dw) implements UpdateOp {
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

    /**
     * learningRate[0] = rates[position[1]]: the rate of this step, from those that the host uploads for an interval.
     *
     * @param rates [S]; the host ensures position[1] &lt; S
     * @param position [2]
     * @param learningRate [1]
     */
    record TakeRate(Tensor rates, Tensor position, Tensor learningRate) implements UpdateOp {
        /** Checks the shapes. */
        public TakeRate {
            Require.floats(rates, learningRate);
            Require.ints(position);
            Require.rank(rates, 1);
            Require.shape(position, 2);
            Require.shape(learningRate, 1);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(rates, position);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(learningRate);
        }
    }

    /**
     * step[0] += 1.
     *
     * @param step [1], a float: exact up to 2²⁴ steps, beyond which bias corrections are constant anyway
     */
    record CountStep(Tensor step) implements UpdateOp {
        /** Checks the shape. */
        public CountStep {
            Require.floats(step);
            Require.shape(step, 1);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(step);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(step);
        }
    }

    @Override
    default SampleScope scope() {
        return SampleScope.NONE;
    }
}
