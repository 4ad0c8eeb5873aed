package handgrad.formula;

import static handgrad.formula.Expression.constant;
import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.fma;
import static handgrad.formula.Terms.tanh;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Expands the functions that backends do not implement into those that all implement. The forms are made for float32
 * and add no cancellation.
 */
final class Primitives {
    /** Below this, log1p uses the reciprocal: log(1 + u) = −log1p(−u / (1 + u)). */
    private static final double LOG1P_LIMIT = -0.29;

    /** The reciprocal of smaller numbers may overflow in float32; below this, log x = log(2⁶⁴ x) − 64 ln 2. */
    private static final double LOG_SMALL = 0x1p-100;

    /** For larger x², erf x rounds to ±1 in float32. */
    private static final double ERF_LIMIT = 15.4449;

    /**
     * The coefficients of G in erf x = tanh(x G(x²)), lowest power first: a fit of degree 6 by iteratively reweighted
     * least squares on 300 Chebyshev points (40 digits), with a relative error of erf of 9.5e-8.
     */
    private static final List<Double> ERF = List.of(
            1.128379225730896,
            0.10276906192302704,
            -1.9184185657650232e-4,
            -6.197761395014822e-4,
            8.763450023252517e-5,
            -5.668067842634628e-6,
            1.4183173391302262e-7);

    private final Map<Expression, Expression> done = new HashMap<>();

    private Primitives() {}

    /** Expands the terms into primitives. */
    static List<Expression> of(List<Expression> terms) {
        final Primitives primitives = new Primitives();
        return terms.stream().map(primitives::of).toList();
    }

    private Expression of(Expression term) {
        final Expression known = done.get(term);
        if (known != null) {
            return known;
        }
        final Expression result = term.operands().isEmpty()
                ? term
                : expand(
                        term.operation(), term.operands().stream().map(this::of).toArray(Expression[]::new));
        done.put(term, result);
        return result;
    }

    private static Expression expand(Operation operation, Expression... operands) {
        final Expression a = operands[0];
        return switch (operation) {
            case SIGN -> a.isAbove(0).choose(1, a.isBelow(0).choose(-1, a));
            case MIN -> operands[1].isBelow(a).choose(operands[1], unlessNaN(operands[1], a));
            case MAX -> a.isBelow(operands[1]).choose(operands[1], unlessNaN(operands[1], a));
            case EXPM1 -> expm1(a);
            case LOG -> log(a);
            case LOG1P -> isNonNegative(a) ? Expression.of(Operation.LOG1P_ABOVE, a) : log1p(a);
            case ERF -> erf(a);
            default -> Expression.of(operation, operands);
        };
    }

    /** {@code a} where {@code b} is a number, else NaN. */
    private static Expression unlessNaN(Expression b, Expression a) {
        return b.operation() == Operation.CONSTANT ? a : b.isEqualTo(b).choose(a, b);
    }

    /** 2t/(1 − t) with t = tanh ½x near 0, e^x − 1 elsewhere. */
    private static Expression expm1(Expression x) {
        final Expression t = tanh(x.times(0.5));
        return abs(x).isAtMost(1).choose(t.times(2).over(constant(1).minus(t)), exp(x).minus(1));
    }

    /** log1p(x − 1), or −log1p(1/x − 1) below 0.71, where x − 1 is outside the range of log1p. |x| treats −0 as 0. */
    private static Expression log(Expression x) {
        final Condition isSmall = x.isBelow(LOG_SMALL);
        final Expression scaled = isSmall.choose(abs(x).times(0x1p64), x);
        final Condition isBelow = scaled.isBelow(1 + LOG1P_LIMIT);
        final Expression whole = Expression.of(
                Operation.LOG1P_ABOVE, isBelow.choose(constant(1).over(scaled).minus(1), scaled.minus(1)));
        final Expression signed = isBelow.choose(whole.negated(), whole);
        final Expression unscaled = isSmall.choose(signed.minus(64 * Math.log(2)), signed);
        return x.isBelow(0).choose(Double.NaN, unscaled);
    }

    private static Expression log1p(Expression u) {
        final Condition isBelow = u.isBelow(LOG1P_LIMIT);
        final Expression whole =
                Expression.of(Operation.LOG1P_ABOVE, isBelow.choose(u.negated().over(u.plus(1)), u));
        return u.isBelow(-1).choose(Double.NaN, isBelow.choose(whole.negated(), whole));
    }

    private static Expression erf(Expression x) {
        final Expression square = x.squared();
        final Expression u = square.isBelow(ERF_LIMIT).choose(square, ERF_LIMIT);
        Expression g = constant(ERF.getLast());
        for (int power = ERF.size() - 2; power >= 0; power--) {
            g = fma(g, u, constant(ERF.get(power)));
        }
        return tanh(x.times(g));
    }

    private static boolean isNonNegative(Expression term) {
        return switch (term.operation()) {
            case CONSTANT -> term.value() >= 0;
            case EXP, ABS, SQRT, SIGMOID -> true;
            case TIMES ->
                term.operand(0).equals(term.operand(1))
                        || term.operands().stream().allMatch(Primitives::isNonNegative);
            case PLUS -> term.operands().stream().allMatch(Primitives::isNonNegative);
            default -> false;
        };
    }
}
