package handgrad.formula;

import static handgrad.formula.Operation.ABS;
import static handgrad.formula.Operation.CONSTANT;
import static handgrad.formula.Operation.NEGATE;
import static handgrad.formula.Operation.TIMES;

/**
 * Makes a term cheaper without changing its value: folds constants and drops neutral elements. One rule is looser, so
 * that the derivative of a piecewise function costs one select: it turns a product with a select between two constants
 * into a select between two products, and takes 0 · x as 0 for every x, even NaN.
 */
final class Simplifier {
    private Simplifier() {}

    /** Returns the term or an equal, cheaper one. */
    static Expression simplify(Expression term) {
        if (term.operands().stream().allMatch(operand -> operand.operation() == CONSTANT)) {
            return Expression.constant(Evaluation.apply(
                    term.operation(),
                    term.operands().stream().mapToDouble(Expression::value).toArray()));
        }
        return switch (term.operation()) {
            case NEGATE ->
                term.operand(0).operation() == NEGATE ? term.operand(0).operand(0) : term;
            case ABS ->
                term.operand(0).operation() == NEGATE
                        ? Expression.of(ABS, term.operand(0).operand(0))
                        : term;
            case TIMES -> product(term);
            case OVER -> term.operand(1).isConstant(1) ? term.operand(0) : term;
            case SELECT_LESS, SELECT_LESS_OR_EQUAL, SELECT_EQUAL ->
                term.operand(2).equals(term.operand(3)) ? term.operand(2) : term;
            default -> term;
        };
    }

    private static Expression product(Expression term) {
        final Expression a = term.operand(0);
        final Expression b = term.operand(1);
        if (a.isConstant(1)) {
            return b;
        }
        if (b.isConstant(1)) {
            return a;
        }
        if (isSelectOfConstants(b)) {
            return distribute(a, b);
        }
        return isSelectOfConstants(a) ? distribute(b, a) : term;
    }

    private static boolean isSelectOfConstants(Expression term) {
        return term.operation().isSelect()
                && term.operand(2).operation() == CONSTANT
                && term.operand(3).operation() == CONSTANT;
    }

    private static Expression distribute(Expression factor, Expression select) {
        return Expression.of(
                select.operation(),
                select.operand(0),
                select.operand(1),
                scaled(factor, select.operand(2)),
                scaled(factor, select.operand(3)));
    }

    private static Expression scaled(Expression factor, Expression constant) {
        if (constant.isConstant(-1)) {
            return factor.negated();
        }
        return constant.value() == 0 ? Expression.constant(0) : Expression.of(TIMES, factor, constant);
    }
}
