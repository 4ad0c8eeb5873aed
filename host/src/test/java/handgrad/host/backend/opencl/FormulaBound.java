package handgrad.host.backend.opencl;

import handgrad.formula.DoubleEvaluator;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a formula in float32 may be from the formula in float64, for one element: each operation passes on the errors
 * of its operands (mean value theorem) and adds its own.
 */
final class FormulaBound {
    /** A rounding of float32, relative. */
    private static final double UNIT = 0x1p-24;

    /** What a result below the normal numbers may lose. */
    private static final double SUBNORMAL = 0x1p-126;

    private final Formula formula;
    private final List<Expression> terms;
    private final DoubleEvaluator evaluator;
    private final Map<Expression, Integer> places = new HashMap<>();
    private final double[] errors;

    FormulaBound(Formula formula) {
        this.formula = formula;
        this.terms = formula.terms();
        this.evaluator = new Formula(formula.elements(), formula.scalars(), terms).evaluator();
        this.errors = new double[terms.size()];
        for (int t = 0; t < terms.size(); t++) {
            places.put(terms.get(t), t);
        }
    }

    /** Computes values and bounds for these arguments. */
    void compute(double... arguments) {
        evaluator.compute(arguments);
        for (int t = 0; t < terms.size(); t++) {
            errors[t] = error(terms.get(t));
        }
    }

    /** A result in float64. */
    double value(int result) {
        return value(formula.results().get(result));
    }

    /** How far its float32 may be from it. */
    double bound(int result) {
        return errors[places.get(formula.results().get(result))];
    }

    private double value(Expression term) {
        return evaluator.result(places.get(term));
    }

    private double error(Expression term) {
        if (term.operation() == Operation.ARGUMENT) {
            return 0;
        }
        if (term.operation() == Operation.CONSTANT) {
            final float rounded = (float) term.value();
            return Float.isFinite(rounded) ? Math.abs(rounded - term.value()) : 0;
        }
        final int count = term.operands().size();
        final double[] v = new double[count];
        final double[] e = new double[count];
        for (int o = 0; o < count; o++) {
            v[o] = value(term.operand(o));
            e[o] = errors[places.get(term.operand(o))];
        }
        final double result = Math.abs(value(term));
        return switch (term.operation()) {
            case NEGATE, ABS -> e[0];
            case SIGN -> e[0] == 0 || Math.abs(v[0]) > e[0] ? 0 : 2;
            case MIN, MAX -> Math.max(e[0], e[1]);
            case SELECT_LESS -> choice(v[0] < v[1], v, e);
            case SELECT_LESS_OR_EQUAL -> choice(v[0] <= v[1], v, e);
            case SELECT_EQUAL -> choice(v[0] == v[1], v, e);
            default ->
                passedOn(term.operation(), v, e, result) + ownUnits(term.operation()) * UNIT * result + SUBNORMAL;
        };
    }

    /** Where rounding may turn the comparison, the other choice may be taken. */
    private static double choice(boolean isFirst, double[] v, double[] e) {
        final boolean isSure = Math.abs(v[0] - v[1]) > e[0] + e[1] || e[0] + e[1] == 0;
        return isSure ? e[isFirst ? 2 : 3] : Math.max(e[2], e[3]) + Math.abs(v[2] - v[3]);
    }

    private static double passedOn(Operation operation, double[] v, double[] e, double result) {
        return switch (operation) {
            case PLUS, MINUS -> e[0] + e[1];
            case TIMES -> Math.abs(v[0]) * e[1] + Math.abs(v[1]) * e[0] + e[0] * e[1];
            case FMA ->
                Math.abs(v[0]) * e[1] + Math.abs(v[1]) * e[0] + e[0] * e[1] + UNIT * Math.abs(v[0] * v[1]) + e[2];
            case OVER -> (e[0] + result * e[1]) / (Math.abs(v[1]) - e[1]);
            case SQRT -> e[0] == 0 ? 0 : e[0] / Math.sqrt(Math.max(v[0], e[0]));
            case EXP -> result * Math.expm1(e[0]);
            case EXPM1 -> (result + 1) * Math.expm1(e[0]);
            case LOG -> e[0] / (v[0] - e[0]);
            case LOG1P, LOG1P_ABOVE -> e[0] / (1 + v[0] - e[0]);
            case TANH, SIGMOID -> e[0];
            case ERF -> 1.13 * e[0];
            default -> 0;
        };
    }

    /** In units of 2⁻²⁴, which half an ulp is at most: what a function is documented to err, and some room. */
    private static double ownUnits(Operation operation) {
        return switch (operation) {
            case PLUS, MINUS, TIMES, FMA -> 1;
            case OVER, SQRT -> 3;
            case EXP, LOG, LOG1P, LOG1P_ABOVE, SIGMOID -> 8;
            case TANH -> 12;
            // 2 t / (1 − t) with t = tanh ½x up to 0.46, whose error grows by 1 / (1 − t).
            case EXPM1 -> 40;
            // The fit's relative error is 1.6 units, its argument's 12 more.
            case ERF -> 30;
            default -> 0;
        };
    }
}
