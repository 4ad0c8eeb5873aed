package handgrad.program;

/**
 * A function applied to each element, y = σ(x). Each one's derivative can be told from its output y, which is all that the backward step
 * keeps. Derivations: docs/derivations.md, "Activations".
 */
public sealed interface Activation {
    /** σ(x) = tanh x; σ' = 1 − y². */
    record Tanh() implements Activation {}

    /** σ(x) = 1 / (1 + e^−x); σ' = y (1 − y). */
    record Sigmoid() implements Activation {}

    /** σ(x) = max(0, x); σ' = 1 where y &gt; 0, else 0 (also at x = 0, as PyTorch has it). */
    record Relu() implements Activation {}

    /**
     * σ(x) = x where x &gt; 0, else slope · x; σ' = 1 where y &gt; 0, else slope.
     *
     * @param slope the factor below zero
     */
    record LeakyRelu(float slope) implements Activation {
        /**
         * Checks the slope.
         *
         * @throws IllegalArgumentException if the slope is not above 0 and at most 1: the sign of y must tell the sign of x
         */
        public LeakyRelu {
            Require.that(slope > 0 && slope <= 1, "a leaky ReLU's slope must be above 0 and at most 1, not " + slope);
        }
    }
}
