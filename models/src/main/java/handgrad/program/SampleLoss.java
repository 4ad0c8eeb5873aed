package handgrad.program;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;

/**
 * A loss l(z, y) of one score z against one target y, with its hand-derived derivative by z. The built-in ones are in
 * {@code handgrad.loss.SampleLosses}.
 *
 * @param name such as {@code hinge}
 * @param targets the kind of targets, which determines the meaning of a score
 * @param value l, a term of z and y
 * @param derivative ∂l/∂z, a term of z and y
 */
public record SampleLoss(String name, TargetKind targets, Expression value, Expression derivative) {
    private static final Expression Z = Expression.argument("z");
    private static final Expression Y = Expression.argument("y");
    private static final Expression FACTOR = Expression.argument("factor");

    /** Kinds of targets. */
    public enum TargetKind {
        /** −1 or +1; σ(z) is the probability of +1. */
        SIGN_BY_PROBABILITY,
        /** −1 or +1; the sign of z is the prediction. */
        SIGN_BY_MARGIN,
        /** From 0 to 1; σ(z) is the probability of 1. */
        FRACTION_BY_PROBABILITY,
        /** Any number, which z approximates. */
        NUMBER;

        /**
         * Whether σ(z) is a probability.
         *
         * @return true for the two kinds by probability
         */
        public boolean isByProbability() {
            return this == SIGN_BY_PROBABILITY || this == FRACTION_BY_PROBABILITY;
        }
    }

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a term uses anything but z and y, or the name is blank or has control
     *     characters
     */
    public SampleLoss {
        Require.name(name);
        new Formula(List.of("z", "y"), List.of(), List.of(value, derivative));
    }

    /**
     * A loss and its derivative.
     *
     * @param name its name
     * @param targets the kind of targets
     * @param value l(z, y) from z and y
     * @param derivative ∂l/∂z from z and y
     * @return the loss
     */
    public static SampleLoss of(
            String name, TargetKind targets, BinaryOperator<Expression> value, BinaryOperator<Expression> derivative) {
        return new SampleLoss(name, targets, value.apply(Z, Y), derivative.apply(Z, Y));
    }

    /**
     * l(z, y).
     *
     * @return a formula of z and y
     */
    public Formula forward() {
        return new Formula(List.of("z", "y"), List.of(), List.of(value));
    }

    /**
     * dz = ∂l/∂z · factor.
     *
     * @return a formula of z and y and the scalar factor
     */
    public Formula backward() {
        return new Formula(List.of("z", "y"), List.of("factor"), List.of(derivative.times(FACTOR)));
    }

    /** The name as in run files: {@code BINARY_CROSS_ENTROPY}. */
    @Override
    public String toString() {
        return name.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    }
}
