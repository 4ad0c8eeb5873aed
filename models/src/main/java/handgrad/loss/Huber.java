package handgrad.loss;

import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.max;
import static handgrad.formula.Terms.min;
import static handgrad.formula.Terms.number;

import handgrad.formula.Expression;
import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;

/**
 * With e = z − y: l = ½ e² where |e| ≤ δ, else δ (|e| − ½ δ); ∂l/∂z = e, cut off at ±δ. Outliers pull with a force of at most
 * δ. (P. Huber 1964.) Derivation: docs/derivations.md, "Losses".
 */
public final class Huber {
    /** With δ = 1. */
    public static final SampleLoss HUBER = of(1);

    private Huber() {}

    /**
     * The loss.
     *
     * @param delta where the parabola becomes a line, above 0
     * @return the loss
     * @throws IllegalArgumentException if δ is not above 0 and finite
     */
    public static SampleLoss of(double delta) {
        if (!(delta > 0 && Double.isFinite(delta))) {
            throw new IllegalArgumentException("a Huber loss's δ must be above 0, not " + delta);
        }
        return SampleLoss.of(
                "huber",
                TargetKind.NUMBER,
                (z, y) -> value(z.minus(y), delta),
                (z, y) -> max(number(-delta), min(number(delta), z.minus(y))));
    }

    private static Expression value(Expression error, double delta) {
        final Expression size = abs(error);
        return size.isAtMost(delta)
                .choose(error.squared().times(0.5), size.minus(delta / 2).times(delta));
    }
}
