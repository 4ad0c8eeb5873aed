package handgrad.activation;

import static handgrad.formula.Terms.erf;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.min;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.tanh;

import handgrad.formula.Expression;
import handgrad.program.Activation;

/**
 * gelu(x) = x Φ(x) with Φ(x) = ½ (1 + erf(x/√2)), the distribution function of the normal distribution; its derivative is
 * Φ(x) + x φ(x) with the density φ(x) = e^(−x²/2) / √(2π). (D. Hendrycks and K. Gimpel 2016.) Derivation:
 * docs/derivations.md, "Activations".
 */
public final class Gelu {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    /** From here on 1 − tanh² is 0, and what it is multiplied with must only stay finite. */
    private static final double LARGEST_SQUARE = 1e6;

    /** The exact form. */
    public static final Activation GELU = Activation.of(
            "gelu",
            x -> x.times(distribution(x)),
            (x, y) -> distribution(x).plus(x.times(exp(x.squared().times(-0.5)).times(ROOT_TWO_OVER_PI / 2))));

    /**
     * The form with tanh: y = ½ x (1 + t), t = tanh(√(2/π) (x + 0.044715 x³)); y' = ½ (1 + t) + ½ x (1 − t²) √(2/π) (1 + 3 ·
     * 0.044715 x²).
     */
    public static final Activation GELU_TANH = Activation.of(
            "gelu-tanh", x -> x.times(approximateDistribution(x)), (x, y) -> derivativeByTanh(x));

    private Gelu() {}

    private static Expression distribution(Expression x) {
        return erf(x.times(ROOT_HALF)).plus(1).times(0.5);
    }

    private static Expression approximateDistribution(Expression x) {
        return inner(x).plus(1).times(0.5);
    }

    private static Expression inner(Expression x) {
        return tanh(x.times(x.squared().times(CUBIC).plus(1)).times(ROOT_TWO_OVER_PI));
    }

    private static Expression derivativeByTanh(Expression x) {
        final Expression t = inner(x);
        final Expression slope = min(x.squared(), number(LARGEST_SQUARE)).times(3 * CUBIC).plus(1);
        final Expression bell = number(1).minus(t).times(t.plus(1));
        return approximateDistribution(x)
                .plus(x.times(bell).times(slope).times(ROOT_TWO_OVER_PI / 2));
    }
}
