package handgrad.loss;

import static handgrad.formula.Terms.fma;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sigmoid;
import static handgrad.formula.Terms.softplus;

import handgrad.formula.Expression;
import handgrad.formula.Terms;
import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;
import java.util.List;
import java.util.Optional;

/**
 * The built-in losses of a score, in forms that neither overflow nor cancel; softplus(t) = log(1 + e^t). Derivations:
 * docs/derivations.md, "Losses".
 */
public final class SampleLosses {
    /** y ∈ {−1, +1}: l = −log σ(y z) = softplus(−y z); ∂l/∂z = −y σ(−y z). */
    public static final SampleLoss LOGISTIC = SampleLoss.of(
            "logistic",
            TargetKind.SIGN_BY_PROBABILITY,
            (z, y) -> softplus(y.times(z).negated()),
            (z, y) -> y.negated().times(sigmoid(y.times(z).negated())));

    /**
     * The squared error of the probabilities, y ∈ {−1, +1}: l = (1 − y) σ(z)² + (1 + y) σ(−z)²; ∂l/∂z = 2 σ(z) σ(−z)
     * ((1 − y) σ(z) − (1 + y) σ(−z)).
     */
    public static final SampleLoss SQUARED_PROBABILITY = SampleLoss.of(
            "squared probability",
            TargetKind.SIGN_BY_PROBABILITY,
            (z, y) -> number(1)
                    .minus(y)
                    .times(sigmoid(z).squared())
                    .plus(number(1).plus(y).times(sigmoid(z.negated()).squared())),
            SampleLosses::squaredProbabilityDerivative);

    /**
     * y ∈ {−1, +1}: l = max(0, 1 − y z); ∂l/∂z = −y where y z &lt; 1, else 0 (the sub-gradient at y z = 1 is taken as
     * 0).
     */
    public static final SampleLoss HINGE = SampleLoss.of(
            "hinge",
            TargetKind.SIGN_BY_MARGIN,
            (z, y) -> {
                final Expression shortfall = fma(y.negated(), z, number(1));
                return shortfall.isAtMost(0).choose(0, shortfall);
            },
            (z, y) -> y.times(z).isBelow(1).choose(y.negated(), 0));

    /** l = (z − y)²; ∂l/∂z = 2 (z − y). */
    public static final SampleLoss SQUARED_ERROR = SampleLoss.of(
            "squared error",
            TargetKind.NUMBER,
            (z, y) -> z.minus(y).squared(),
            (z, y) -> z.minus(y).times(2));

    /** l = ½ (z − y)²; ∂l/∂z = z − y. */
    public static final SampleLoss HALF_SQUARED_ERROR = SampleLoss.of(
            "half squared error",
            TargetKind.NUMBER,
            (z, y) -> z.minus(y).squared().times(0.5),
            Expression::minus);

    /** y ∈ [0, 1]: l = −y log σ(z) − (1 − y) log σ(−z) = softplus(z) − y z; ∂l/∂z = σ(z) − y = (1 − y) − σ(−z). */
    public static final SampleLoss BINARY_CROSS_ENTROPY = SampleLoss.of(
            "binary cross-entropy",
            TargetKind.FRACTION_BY_PROBABILITY,
            (z, y) -> fma(y.negated(), z, z.isAbove(0).choose(z, 0))
                    .plus(Terms.log1p(Terms.exp(Terms.abs(z).negated()))),
            SampleLosses::binaryCrossEntropyDerivative);

    private SampleLosses() {}

    /**
     * All of them, Huber with δ = 1.
     *
     * @return the losses
     */
    public static List<SampleLoss> all() {
        return List.of(
                LOGISTIC,
                SQUARED_PROBABILITY,
                HINGE,
                SQUARED_ERROR,
                HALF_SQUARED_ERROR,
                BINARY_CROSS_ENTROPY,
                Huber.of(1),
                LogCosh.LOG_COSH);
    }

    /**
     * Finds one of {@link #all} by name.
     *
     * @param name such as {@code hinge}
     * @return the loss, or empty if none has this name
     */
    public static Optional<SampleLoss> named(String name) {
        return all().stream().filter(loss -> loss.name().equals(name)).findFirst();
    }

    private static Expression squaredProbabilityDerivative(Expression z, Expression y) {
        final Expression p = sigmoid(z);
        final Expression q = sigmoid(z.negated());
        final Expression difference =
                number(1).minus(y).times(p).minus(number(1).plus(y).times(q));
        return p.times(q).times(2).times(difference);
    }

    /** Of two equal forms, the one that does not cancel: σ(z) − y for y ≤ ½, (1 − y) − σ(−z) for y &gt; ½. */
    private static Expression binaryCrossEntropyDerivative(Expression z, Expression y) {
        final Expression p = sigmoid(y.isAbove(0.5).choose(z.negated(), z));
        return y.isAbove(0.5).choose(number(1).minus(y).minus(p), p.minus(y));
    }
}
