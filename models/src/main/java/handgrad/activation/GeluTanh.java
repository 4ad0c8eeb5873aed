package handgrad.activation;

import static handgrad.formula.Terms.min;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sigmoid;

import handgrad.formula.Expression;
import handgrad.program.Activation;

/**
 * The approximation ½ x (1 + tanh u) of GELU, with u = √(2/π) (x + 0.044715 x³). As ½ (1 + tanh u) = σ(2u), this is x
 * σ(v) with v = 2u, which does not cancel for x &lt; 0. The product rule gives σ(v) (1 + x v' σ(−v)) with v' = √(8/π)
 * (1 + 0.134145 x²). The x² in v' is capped at 10⁴ so that it cannot overflow; σ(v) σ(−v) is 0 there in float32.
 */
public final class GeluTanh {
    private static final double CUBIC = 0.044715;
    private static final double FACTOR = Math.sqrt(8 / Math.PI);
    private static final double LARGEST_SQUARE = 1e4;

    /** The activation. */
    public static final Activation GELU_TANH = Activation.of(
            "gelu-tanh",
            x -> x.times(sigmoid(v(x))),
            (x, y) -> sigmoid(v(x))
                    .times(x.times(sigmoid(v(x).negated())).times(slope(x)).plus(1)));

    private GeluTanh() {}

    private static Expression v(Expression x) {
        return x.squared().times(CUBIC).plus(1).times(x).times(FACTOR);
    }

    private static Expression slope(Expression x) {
        return min(x.squared(), number(LARGEST_SQUARE)).times(3 * CUBIC).plus(1).times(FACTOR);
    }
}
