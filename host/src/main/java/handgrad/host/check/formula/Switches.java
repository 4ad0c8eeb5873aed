package handgrad.host.check.formula;

import handgrad.formula.DoubleEvaluator;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The points at which a piecewise formula switches: where the compared operands of a choice, a minimum or a maximum are
 * equal, or the operand of an absolute value or a sign is 0. It may have a kink there.
 */
public final class Switches {
    /** ±2⁻⁴⁰ to ±2⁴⁰ in steps of 2^¼, and −30 to 30 in steps of 1⁄16: between two switches lies one of these. */
    private static final double[] GRID = DoubleStream.concat(
                    IntStream.rangeClosed(-160, 160)
                            .mapToDouble(k -> Math.pow(2, k / 4.0))
                            .flatMap(x -> DoubleStream.of(-x, x)),
                    IntStream.rangeClosed(-480, 480).mapToDouble(i -> i / 16.0))
            .sorted()
            .distinct()
            .toArray();

    private static final double SAME = 1e-12;

    /** Over this step the slope of a smooth function hardly changes, and at a kink it jumps. */
    private static final double SLOPE_STEP = 1e-6;

    private static final double JUMP = 1e-5;

    private Switches() {}

    /**
     * Finds the switches along a line through the formula's arguments.
     *
     * @param formula the formula
     * @param along from a number to the values of all arguments
     * @return the numbers at which a piece ends, in rising order, to the last digits
     */
    public static double[] of(Formula formula, DoubleFunction<double[]> along) {
        final List<Double> found = new ArrayList<>();
        for (final Expression term : formula.terms()) {
            difference(term)
                    .map(expression -> new Formula(formula.elements(), formula.scalars(), List.of(expression)))
                    .ifPresent(difference -> collect(difference.evaluator(), along, found));
        }
        final double[] sorted =
                found.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return IntStream.range(0, sorted.length)
                .filter(i -> i == 0 || sorted[i] - sorted[i - 1] > SAME * Math.max(1, Math.abs(sorted[i])))
                .mapToDouble(i -> sorted[i])
                .toArray();
    }

    /**
     * The switches of a formula of one argument.
     *
     * @param formula the formula
     * @return in rising order
     */
    public static double[] of(Formula formula) {
        return of(formula, x -> new double[] {x});
    }

    /**
     * Finds the kinks among the switches: where the formula's first result has different slopes on both sides.
     *
     * @param formula the formula
     * @param along from a number to the values of all arguments
     * @return the numbers, in rising order
     */
    public static double[] jumps(Formula formula, DoubleFunction<double[]> along) {
        final DoubleEvaluator function = formula.evaluator();
        return Arrays.stream(of(formula, along))
                .filter(place -> {
                    final double h = SLOPE_STEP * Math.max(1, Math.abs(place));
                    final double value = at(function, along, place);
                    final double left = (value - at(function, along, place - h)) / h;
                    final double right = (at(function, along, place + h) - value) / h;
                    return Math.abs(right - left) > JUMP * (1 + Math.max(Math.abs(left), Math.abs(right)));
                })
                .toArray();
    }

    /**
     * Whether a formula has a choice, a minimum, a maximum, an absolute value or a sign at all.
     *
     * @param formula the formula
     * @return false if it is one piece
     */
    public static boolean isAny(Formula formula) {
        return formula.terms().stream().anyMatch(term -> difference(term).isPresent());
    }

    /**
     * How far a number is from the nearest switch.
     *
     * @param switches the switches
     * @param x the number
     * @return the distance; infinite where there are none
     */
    public static double distance(double[] switches, double x) {
        return Arrays.stream(switches).map(place -> Math.abs(x - place)).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** What changes its sign where the term switches. */
    private static Optional<Expression> difference(Expression term) {
        return switch (term.operation()) {
            case ABS, SIGN -> Optional.of(term.operand(0));
            case MIN, MAX, SELECT_LESS, SELECT_LESS_OR_EQUAL, SELECT_EQUAL ->
                Optional.of(term.operand(0).minus(term.operand(1)));
            default -> Optional.empty();
        };
    }

    private static void collect(DoubleEvaluator difference, DoubleFunction<double[]> along, List<Double> found) {
        double before = sign(difference, along, GRID[0]);
        for (int i = 1; i < GRID.length; i++) {
            final double after = sign(difference, along, GRID[i]);
            if (before != after) {
                found.add(bisect(difference, along, GRID[i - 1], GRID[i], before));
            }
            before = after;
        }
    }

    private static double bisect(
            DoubleEvaluator difference, DoubleFunction<double[]> along, double from, double to, double sign) {
        double low = from;
        double high = to;
        for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
            if (sign(difference, along, middle) == sign) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.abs(low) < Math.abs(high) ? low : high;
    }

    private static double at(DoubleEvaluator function, DoubleFunction<double[]> along, double x) {
        function.compute(along.apply(x));
        return function.result(0);
    }

    /** −1, 0 or 1; 2 for NaN, which is on neither side of a switch. */
    private static double sign(DoubleEvaluator difference, DoubleFunction<double[]> along, double x) {
        final double sign = Math.signum(at(difference, along, x));
        return Double.isNaN(sign) ? 2 : sign;
    }
}
