package handgrad.host.own;

import static handgrad.formula.Terms.max;
import static handgrad.formula.Terms.number;

import handgrad.formula.Expression;
import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;

/** l = max(0, 1 − y z)², y ∈ {−1, +1}; ∂l/∂z = −2 y max(0, 1 − y z). */
final class SquaredHinge {
    static final SampleLoss SQUARED_HINGE = SampleLoss.of(
            "squared hinge",
            TargetKind.SIGN_BY_MARGIN,
            (z, y) -> shortfall(z, y).squared(),
            (z, y) -> shortfall(z, y).times(y).times(-2));

    private SquaredHinge() {}

    private static Expression shortfall(Expression z, Expression y) {
        return max(number(0), number(1).minus(y.times(z)));
    }
}
