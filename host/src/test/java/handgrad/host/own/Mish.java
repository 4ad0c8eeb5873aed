package handgrad.host.own;

import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sigmoid;
import static handgrad.formula.Terms.softplus;
import static handgrad.formula.Terms.tanh;

import handgrad.formula.Expression;
import handgrad.program.Activation;

/**
 * mish(x) = x t with t = tanh(softplus(x)); its derivative is t + x (1 − t²) σ(x), because softplus' = σ and tanh' = 1
 * − tanh².
 */
final class Mish {
    static final Activation MISH = Activation.of(
            "mish",
            x -> x.times(t(x)),
            (x, y) -> t(x).plus(x.times(number(1).minus(t(x).squared())).times(sigmoid(x))));

    private Mish() {}

    private static Expression t(Expression x) {
        return tanh(softplus(x));
    }
}
