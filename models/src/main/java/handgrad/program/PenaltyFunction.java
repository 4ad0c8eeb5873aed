package handgrad.program;

import static handgrad.formula.Terms.fma;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A penalty λ r(w) that is added to the loss for each weight, with its hand-derived derivative.
 *
 * @param name such as {@code l2}
 * @param value r, a term of w
 * @param derivative r', a term of w
 */
public record PenaltyFunction(String name, Expression value, Expression derivative) {
    private static final Expression W = Expression.argument("w");
    private static final Expression GRADIENT = Expression.argument("g");
    private static final Expression LAMBDA = Expression.argument("lambda");

    /** r(w) = w²; r' = 2 w. */
    public static final PenaltyFunction L2 = of("l2", Expression::squared, w -> w.times(2));

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a term uses anything but w
     */
    public PenaltyFunction {
        new Formula(List.of("w"), List.of(), List.of(value, derivative));
    }

    /**
     * A penalty and its derivative.
     *
     * @param name its name
     * @param value r(w) from w
     * @param derivative r'(w) from w
     * @return the penalty
     */
    public static PenaltyFunction of(
            String name, UnaryOperator<Expression> value, UnaryOperator<Expression> derivative) {
        return new PenaltyFunction(name, value.apply(W), derivative.apply(W));
    }

    /**
     * r(w).
     *
     * @return a formula of w
     */
    public Formula forward() {
        return new Formula(List.of("w"), List.of(), List.of(value));
    }

    /**
     * g + λ r'(w).
     *
     * @return a formula of w and g and the scalar lambda
     */
    public Formula backward() {
        return new Formula(List.of("w", "g"), List.of("lambda"), List.of(fma(LAMBDA, derivative, GRADIENT)));
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
