package handgrad.host.backend.cpu;

import handgrad.formula.DoubleEvaluator;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a formula in float32 may be from its value in float64: each operation rounds, and passes on what its operands
 * are off by, as far as its slope lets them.
 */
final class RoundingBound {
    /** Half a unit in the last place, relative. */
    private static final double HALF = 0x1p-24;

    private final Formula formula;
    private final List<Expression> terms;
    private final DoubleEvaluator evaluator;
    private final Map<Expression, Integer> places = new HashMap<>();
    private final double[] errors;

    RoundingBound(Formula formula) {
        this.formula = formula;
        this.terms = formula.terms();
        this.evaluator = new Formula(formula.elements(), formula.scalars(), terms).evaluator();
        terms.forEach(term -> places.put(term, places.size()));
        this.errors = new double[terms.size()];
    }

    /** Takes the arguments. */
    void compute(double... given) {
        evaluator.compute(given);
        for (int t = 0; t < errors.length; t++) {
            // A result below the normal numbers is rounded to a multiple of the least one.
            errors[t] = error(terms.get(t)) + (terms.get(t).operands().isEmpty() ? 0 : Float.MIN_VALUE);
        }
    }

    /** A result in float64. */
    double value(int result) {
        return value(formula.results().get(result));
    }

    /** How far a result in float32 may be off. */
    double error(int result) {
        return errors[places.get(formula.results().get(result))];
    }

    private double value(Expression term) {
        return evaluator.result(places.get(term));
    }

    private double value(Expression term, int operand) {
        return value(term.operand(operand));
    }

    private double error(Expression term, int operand) {
        return errors[places.get(term.operand(operand))];
    }

    private double error(Expression term) {
        final double size = Math.abs(value(term));
        return switch (term.operation()) {
            case ARGUMENT -> 0;
            case CONSTANT -> Double.isFinite(size) ? HALF * size : 0;
            case NEGATE, ABS -> error(term, 0);
            case SIGN -> Math.abs(value(term, 0)) <= error(term, 0) ? 2 : 0;
            case SQRT -> size - Math.sqrt(Math.max(0, size * size - error(term, 0))) + HALF * size;
            case EXP -> size * (Math.expm1(error(term, 0)) + 4 * HALF);
            // Near 1 from tanh, where it cancels a little; elsewhere from e^x.
            case EXPM1 -> (size + 1) * Math.expm1(error(term, 0)) + 24 * HALF * size;
            case LOG -> logarithm(error(term, 0) / value(term, 0)) + 12 * HALF * size;
            case LOG1P, LOG1P_ABOVE -> logarithm(error(term, 0) / (1 + value(term, 0))) + 12 * HALF * size;
            case TANH -> error(term, 0) + 12 * HALF * size;
            case SIGMOID -> error(term, 0) / 4 + 4 * HALF * size;
            // Fitted within 9.5e-8, then a tanh.
            case ERF -> 1.13 * error(term, 0) + 20 * HALF * size;
            case PLUS, MINUS -> error(term, 0) + error(term, 1) + HALF * size;
            case TIMES -> product(term) + HALF * size;
            case FMA -> product(term) + error(term, 2) + HALF * size;
            case OVER ->
                (error(term, 0) + size * error(term, 1)) / Math.max(0, Math.abs(value(term, 1)) - error(term, 1))
                        + HALF * size;
            case MIN, MAX -> Math.max(error(term, 0), error(term, 1));
            case SELECT_LESS, SELECT_LESS_OR_EQUAL, SELECT_EQUAL -> choice(term);
        };
    }

    private static double logarithm(double off) {
        return off < 1 ? -Math.log1p(-off) : Double.POSITIVE_INFINITY;
    }

    private double product(Expression term) {
        return Math.abs(value(term, 0)) * error(term, 1)
                + Math.abs(value(term, 1)) * error(term, 0)
                + error(term, 0) * error(term, 1);
    }

    /** Within the error of the compared terms either may have been chosen. */
    private double choice(Expression term) {
        final double margin = error(term, 0) + error(term, 1);
        final double chosen = Math.max(error(term, 2), error(term, 3));
        return margin > 0 && Math.abs(value(term, 0) - value(term, 1)) <= margin
                ? Math.abs(value(term, 2) - value(term, 3)) + chosen
                : chosen;
    }
}
