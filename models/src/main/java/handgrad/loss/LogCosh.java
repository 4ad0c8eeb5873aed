package handgrad.loss;

import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.log1p;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.tanh;

import handgrad.formula.Expression;
import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;

/**
 * log cosh r of r = z − y, close to ½ r² near 0 and to |r| − log 2 for large |r|. The derivative is sinh r / cosh r =
 * tanh r. For |r| ≤ 1 it is computed as −½ log(1 − tanh² r), since 1/cosh² = 1 − tanh²; elsewhere as |r| + log(1 +
 * e^(−2|r|)) − log 2, which does not overflow but would cancel near 0.
 */
public final class LogCosh {
    /** The loss. */
    public static final SampleLoss LOG_COSH =
            SampleLoss.of("log-cosh", TargetKind.NUMBER, (z, y) -> logCosh(z.minus(y)), (z, y) -> tanh(z.minus(y)));

    private LogCosh() {}

    private static Expression logCosh(Expression r) {
        final Expression size = abs(r);
        // 0 − … instead of a factor −½, so that r = 0 gives 0, not −0.
        final Expression near =
                number(0).minus(log1p(tanh(r).squared().negated()).times(0.5));
        final Expression far = size.plus(log1p(exp(size.times(-2)))).minus(Math.log(2));
        return size.isAtMost(1).choose(near, far);
    }
}
