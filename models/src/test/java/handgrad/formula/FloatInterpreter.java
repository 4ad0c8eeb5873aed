package handgrad.formula;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A simulated device with float32 arithmetic, elementary functions rounded once, and no fused multiply-add. */
final class FloatInterpreter {
    private FloatInterpreter() {}

    /** Evaluates the first result of a formula in primitives. */
    static float compute(Formula formula, float... arguments) {
        final Map<Expression, Float> values = new HashMap<>();
        final List<String> names = formula.elements();
        for (int a = 0; a < arguments.length; a++) {
            values.put(Expression.argument(names.get(a)), arguments[a]);
        }
        final Formula primitives = formula.inPrimitives();
        for (final Expression term : primitives.terms()) {
            if (term.operation() == Operation.CONSTANT) {
                values.put(term, (float) term.value());
            } else if (term.operation() != Operation.ARGUMENT) {
                values.put(
                        term,
                        apply(
                                term.operation(),
                                term.operands().stream().map(values::get).toArray(Float[]::new)));
            }
        }
        return values.get(primitives.results().getFirst());
    }

    private static float apply(Operation operation, Float... v) {
        return switch (operation) {
            case NEGATE -> -v[0];
            case ABS -> Math.abs(v[0]);
            case SQRT -> (float) Math.sqrt(v[0]);
            case EXP -> (float) Math.exp(v[0]);
            // Backends need not support arguments below −0.29, so no select may choose such a result.
            case LOG1P_ABOVE -> v[0] < -0.2901F ? -777 : (float) Math.log1p(v[0]);
            case TANH -> (float) Math.tanh(v[0]);
            case SIGMOID -> (float) (1 / (1 + Math.exp(-v[0])));
            case PLUS -> v[0] + v[1];
            case MINUS -> v[0] - v[1];
            case TIMES -> v[0] * v[1];
            case OVER -> v[0] / v[1];
            case FMA -> v[0] * v[1] + v[2];
            case SELECT_LESS -> v[0].floatValue() < v[1] ? v[2] : v[3];
            case SELECT_LESS_OR_EQUAL -> v[0].floatValue() <= v[1] ? v[2] : v[3];
            case SELECT_EQUAL -> v[0].floatValue() == v[1] ? v[2] : v[3];
            case CONSTANT, ARGUMENT, SIGN, EXPM1, LOG, LOG1P, ERF, MIN, MAX ->
                throw new AssertionError(operation + " is no primitive");
        };
    }
}
