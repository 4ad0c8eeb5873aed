package handgrad.loss;

import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.log1p;
import static handgrad.formula.Terms.tanh;

import handgrad.formula.Condition;
import handgrad.formula.Expression;
import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;

/**
 * l = log cosh(z − y), about ½ e² for a small error e and |e| − log 2 for a large one; ∂l/∂z = tanh(z − y). Derivation:
 * docs/derivations.md, "Losses".
 */
public final class LogCosh {
    /** Below it the first form is used, in which nothing cancels for small errors. */
    private static final double SMALL = 0.5;

    /** The loss. */
    public static final SampleLoss LOG_COSH = SampleLoss.of(
            "log-cosh", TargetKind.NUMBER, (z, y) -> value(z.minus(y)), (z, y) -> tanh(z.minus(y)));

    private LogCosh() {}

    /** −½ log(1 − tanh² e), because cosh⁻² = 1 − tanh²; or |e| + log(1 + e^(−2|e|)) − log 2, because cosh is even. */
    private static Expression value(Expression error) {
        final Expression size = abs(error);
        final Condition isSmall = size.isBelow(SMALL);
        final Expression logarithm = log1p(isSmall.choose(
                tanh(error).squared().negated(), exp(size.times(-2))));
        return isSmall.choose(logarithm.times(-0.5), size.plus(logarithm.minus(Math.log(2))));
    }
}
