package handgrad.activation;

import static handgrad.formula.Terms.erf;
import static handgrad.formula.Terms.exp;

import handgrad.formula.Expression;
import handgrad.program.Activation;

/**
 * gelu(x) = x Φ(x), with the normal distribution function Φ(x) = ½ (1 + erf(x / √2)) and its density Φ' = φ(x) =
 * e^(−x²/2) / √(2π). The product rule gives gelu'(x) = Φ(x) + x φ(x). (D. Hendrycks and K. Gimpel 2016.)
 */
public final class Gelu {
    /** The activation. */
    public static final Activation GELU = Activation.of(
            "gelu", x -> x.times(distribution(x)), (x, y) -> distribution(x).plus(x.times(density(x))));

    private Gelu() {}

    private static Expression distribution(Expression x) {
        return erf(x.times(Math.sqrt(0.5))).plus(1).times(0.5);
    }

    private static Expression density(Expression x) {
        return exp(x.squared().times(-0.5)).times(1 / Math.sqrt(2 * Math.PI));
    }
}
