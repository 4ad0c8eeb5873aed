package handgrad.host.backend.reference;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import handgrad.formula.Terms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How far the kernels of {@code java} and {@code tornado} may be off in a formula. An error of a term's operands is
 * carried through its operation, by the largest difference at the corners of their intervals, and the operation's own
 * rounding is added.
 */
final class FormulaError {
    /** The unit roundoff: one operation is off by at most this times its result. */
    private static final double UNIT = 0x1p-24;

    private record Range(double value, double error) {}

    private FormulaError() {}

    /**
     * The bounds of a formula's results for one element.
     *
     * @param formula the formula
     * @param arguments exact floats: the elements' arguments, then the scalars
     */
    static double[] of(Formula formula, double... arguments) {
        final Map<Expression, Range> ranges = new HashMap<>();
        final List<String> names = Stream.concat(formula.elements().stream(), formula.scalars().stream())
                .toList();
        for (final Expression term : formula.terms()) {
            ranges.put(
                    term,
                    switch (term.operation()) {
                        case CONSTANT -> new Range(term.value(), UNIT * Math.abs(term.value()));
                        case ARGUMENT -> new Range(arguments[names.indexOf(term.name())], 0);
                        default ->
                            range(
                                    term.operation(),
                                    term.operands().stream().map(ranges::get).toList());
                    });
        }
        return formula.results().stream()
                .mapToDouble(result -> ranges.get(result).error())
                .toArray();
    }

    private static Range range(Operation operation, List<Range> operands) {
        final double[] values = operands.stream().mapToDouble(Range::value).toArray();
        final double center = value(operation, values);
        double carried = 0;
        for (int corner = 0; corner < 1 << values.length; corner++) {
            final double[] moved = new double[values.length];
            for (int o = 0; o < values.length; o++) {
                moved[o] = values[o]
                        + (1 - 2 * (corner >> o & 1)) * operands.get(o).error();
            }
            final double value = value(operation, moved);
            carried = value == center ? carried : Math.max(carried, Math.abs(value - center));
        }
        final double rounded = roundings(operation) * UNIT * Math.abs(center);
        // A product and a sum: the product is rounded, too.
        final double product = operation == Operation.FMA ? UNIT * Math.abs(values[0] * values[1]) : 0;
        return new Range(center, carried + rounded + product + Float.MIN_VALUE);
    }

    private static double value(Operation operation, double... v) {
        return switch (operation) {
            case CONSTANT, ARGUMENT -> throw new IllegalArgumentException(operation + " computes nothing");
            case NEGATE -> -v[0];
            case ABS -> Math.abs(v[0]);
            case SIGN -> Math.signum(v[0]);
            case SQRT -> Math.sqrt(Math.max(0, v[0]));
            case EXP -> Math.exp(v[0]);
            case EXPM1 -> Math.expm1(v[0]);
            case LOG -> Math.log(v[0]);
            case LOG1P, LOG1P_ABOVE -> Math.log1p(v[0]);
            case TANH -> Math.tanh(v[0]);
            case SIGMOID -> 1 / (1 + Math.exp(-v[0]));
            case ERF -> Terms.erf(Expression.constant(v[0])).value();
            case PLUS -> v[0] + v[1];
            case MINUS -> v[0] - v[1];
            case TIMES -> v[0] * v[1];
            case OVER -> v[0] / v[1];
            case MIN -> Math.min(v[0], v[1]);
            case MAX -> Math.max(v[0], v[1]);
            case FMA -> v[0] * v[1] + v[2];
            case SELECT_LESS -> v[0] < v[1] ? v[2] : v[3];
            case SELECT_LESS_OR_EQUAL -> v[0] <= v[1] ? v[2] : v[3];
            case SELECT_EQUAL -> v[0] == v[1] ? v[2] : v[3];
        };
    }

    /**
     * The relative error of an operation in units of u, half an ulp of a result just above a power of 2. tanh 5 ulp,
     * exp 2, log1p and σ 3, √ 1 (ElementaryFunctionsTest). What is written out: expm1 x = 2 t/(1 − t) with t = tanh ½x
     * takes 10 u of t, up to 0.86 times as much through 1 − t, and 3 roundings; log and general log1p take a reciprocal
     * before log1p, which at most doubles its relative error, here 2 u; erf is tanh of a polynomial of 7 terms times x,
     * that is 1.6 u of the fit, 4 roundings and 10 u.
     */
    private static double roundings(Operation operation) {
        return switch (operation) {
            case PLUS, MINUS, TIMES, OVER, FMA -> 1;
            case SQRT -> 2;
            case EXP -> 4;
            case LOG1P_ABOVE, SIGMOID -> 6;
            case TANH, LOG, LOG1P -> 10;
            case ERF -> 20;
            case EXPM1 -> 24;
            default -> 0;
        };
    }
}
