package handgrad.host.check.formula;

import handgrad.formula.DoubleEvaluator;
import handgrad.formula.Formula;
import handgrad.program.Activation;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;
import handgrad.rounding.ErrorAnalysis;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Holds a derivative that was derived by hand against central differences of its value in float64, at inputs from 2⁻⁴⁰
 * to 2³⁰ in size and on both sides of every {@link Switches switch}, never across one. The differences are extrapolated
 * to a step of zero (C. J. F. Ridders 1982), which also estimates their error; {@link ErrorAnalysis} bounds the
 * rounding errors of value and derivative. Tolerances follow from both, and a wrong factor of 1.001 is found.
 */
public final class DerivativeCheck {
    /**
     * Steps of the extrapolation, each 1.4 times shorter than the one before: the last is 40 times shorter than the
     * first.
     */
    private static final int STEPS = 12;

    private static final double SHRINK = 1.4;

    /** A safety factor: the extrapolation estimates its error and does not bound it. */
    private static final double DOUBT = 20;

    /** A relative error that is allowed besides. */
    private static final double RELATIVE = 1e-8;

    /** How far from a switch, or from 0, both sides are evaluated. */
    private static final double ASIDE = 1e-7;

    /** How much a derivative may change over that distance: room for second derivatives up to a thousand. */
    private static final double ASIDE_CHANGE = 1e-4;

    private final Formula value;
    private final Formula derivative;

    private DerivativeCheck(Formula value, Formula derivative) {
        this.value = value;
        this.derivative = derivative;
    }

    /**
     * Checks the derivative of an activation by x.
     *
     * @param activation the activation
     * @return the worst input
     */
    public static DerivativeReport of(Activation activation) {
        final Formula value = activation.forward();
        final Formula derivative = new Formula(List.of("x", "y"), List.of(), List.of(activation.derivative()));
        return new DerivativeCheck(value, derivative).along(activation.name(), "x", "", x -> new double[] {x}, true);
    }

    /**
     * Checks the derivative of a loss by the score z, for several targets.
     *
     * @param loss the loss
     * @return the worst input
     */
    public static DerivativeReport of(SampleLoss loss) {
        final Formula derivative = new Formula(List.of("z", "y"), List.of(), List.of(loss.derivative()));
        final DerivativeCheck check = new DerivativeCheck(loss.forward(), derivative);
        final List<DerivativeReport> reports = DoubleStream.of(targets(loss))
                .mapToObj(y -> check.along(loss.name(), "z", ", y = " + y, z -> new double[] {z, y}, false))
                .toList();
        final DerivativeReport worst = reports.stream()
                .max(Comparator.comparingDouble(DerivativeReport::worst))
                .orElseThrow();
        final int points = reports.stream().mapToInt(DerivativeReport::points).sum();
        return new DerivativeReport(
                worst.name(),
                points,
                worst.worst(),
                worst.argument(),
                worst.input(),
                worst.others(),
                worst.derived(),
                worst.numeric(),
                worst.allowed());
    }

    /**
     * Checks the derivative of a penalty by w.
     *
     * @param penalty the penalty
     * @return the worst input
     */
    public static DerivativeReport of(PenaltyFunction penalty) {
        final Formula derivative = new Formula(List.of("w"), List.of(), List.of(penalty.derivative()));
        return new DerivativeCheck(penalty.forward(), derivative)
                .along(penalty.name(), "w", "", w -> new double[] {w}, false);
    }

    /**
     * Targets that a loss accepts, including the ends of their range.
     *
     * @param loss the loss
     * @return the targets
     */
    public static double[] targets(SampleLoss loss) {
        return switch (loss.targets()) {
            case SIGN_BY_PROBABILITY, SIGN_BY_MARGIN -> new double[] {-1, 1};
            case FRACTION_BY_PROBABILITY -> new double[] {0, 0.25, 0.5, 0.75, 1};
            case NUMBER -> new double[] {0, -2.5, 0.375, 300};
        };
    }

    /**
     * Checks along a line.
     *
     * @param along from the input to the arguments of the value
     * @param takesValue whether the derivative has the value for another argument
     */
    private DerivativeReport along(
            String name, String argument, String others, DoubleFunction<double[]> along, boolean takesValue) {
        final DoubleEvaluator function = value.evaluator();
        final DoubleFunction<double[]> withValue = x -> {
            if (!takesValue) {
                return along.apply(x);
            }
            function.compute(along.apply(x));
            return append(along.apply(x), function.result(0));
        };
        final double[] switches = DoubleStream.concat(
                        Arrays.stream(Switches.of(value, along)), Arrays.stream(Switches.of(derivative, withValue)))
                .sorted()
                .toArray();
        final ErrorAnalysis valueErrors = ErrorAnalysis.inDoubles(value);
        final ErrorAnalysis derivativeErrors = ErrorAnalysis.inDoubles(derivative);
        final double[] points = points(switches);
        DerivativeReport worst = null;
        int compared = 0;
        for (final double x : points) {
            final double valueError = error(valueErrors, along, x);
            final double[] given = withValue.apply(x);
            final double[] errors = new double[given.length];
            if (takesValue) {
                errors[given.length - 1] = valueError;
            }
            derivativeErrors.compute(given, errors);
            final double derived = derivativeErrors.value(0);
            final double step = Math.min(0.1 * Math.max(1, Math.abs(x)), 0.45 * Switches.distance(switches, x));
            final double rounding = Math.max(
                    valueError, Math.max(error(valueErrors, along, x - step), error(valueErrors, along, x + step)));
            final Quotient numeric = Quotient.of(function, along, x, step, rounding);
            final boolean isLost = !Double.isFinite(derived) && Double.isFinite(numeric.value());
            final double own = isLost ? 0 : derivativeErrors.bound(0) + RELATIVE * Math.abs(derived);
            final double allowed = DOUBT * numeric.error() + own;
            final double difference = Math.abs(derived - numeric.value());
            final double share = difference == 0 ? 0 : difference / allowed;
            compared += Double.isFinite(share) ? 1 : 0;
            final double judged = isLost ? Double.POSITIVE_INFINITY : Double.isNaN(share) ? 0 : share;
            if (worst == null || judged > worst.worst()) {
                worst = new DerivativeReport(
                        name, points.length, judged, argument, x, others, derived, numeric.value(), allowed);
            }
        }
        if (compared == 0) {
            return worst.judged(Double.POSITIVE_INFINITY);
        }
        final int all = points.length;
        return DoubleStream.concat(DoubleStream.of(0), Arrays.stream(switches))
                .mapToObj(place -> atPlace(name, argument, others, place, all, withValue))
                .flatMap(Optional::stream)
                .reduce(worst, (one, other) -> other.worst() > one.worst() ? other : one);
    }

    /**
     * Checks a point where no difference quotient is valid: a switch, or 0, which a dead unit gives. There the
     * derivative must lie between its values on both sides.
     */
    private Optional<DerivativeReport> atPlace(
            String name, String argument, String others, double place, int points, DoubleFunction<double[]> along) {
        final double aside = ASIDE * Math.max(1, Math.abs(place));
        final double left = derived(along, place - aside);
        final double right = derived(along, place + aside);
        if (!Double.isFinite(left) || !Double.isFinite(right)) {
            return Optional.empty();
        }
        final double derived = derived(along, place);
        final double middle = (left + right) / 2;
        final double allowed = Math.abs(left - right) / 2 + ASIDE_CHANGE * (1 + Math.abs(left) + Math.abs(right));
        final double judged =
                Double.isFinite(derived) ? Math.abs(derived - middle) / allowed : Double.POSITIVE_INFINITY;
        return Optional.of(new DerivativeReport(
                name, points, judged > 1 ? judged : 0, argument, place, others, derived, middle, allowed));
    }

    private double derived(DoubleFunction<double[]> along, double x) {
        final DoubleEvaluator evaluator = derivative.evaluator();
        evaluator.compute(along.apply(x));
        return evaluator.result(0);
    }

    private static double error(ErrorAnalysis analysis, DoubleFunction<double[]> along, double x) {
        analysis.compute(along.apply(x));
        return analysis.bound(0);
    }

    /** Inputs of all sizes, and some on either side of each switch. */
    private static double[] points(double[] switches) {
        final DoubleStream sizes = IntStream.rangeClosed(-40, 30)
                .mapToDouble(k -> 1.1 * Math.pow(2, k))
                .flatMap(x -> DoubleStream.of(-x, x));
        final DoubleStream sweep = IntStream.range(-500, 500).mapToDouble(i -> 0.0625 * i + 0.0213);
        final DoubleStream sides = Arrays.stream(switches)
                .flatMap(place -> DoubleStream.of(1e-6, 1e-3, 0.01, 0.1)
                        .map(distance -> distance * Math.max(1, Math.abs(place)))
                        .flatMap(distance -> DoubleStream.of(place - distance, place + distance)));
        return Stream.of(sizes, sweep, sides)
                .flatMapToDouble(stream -> stream)
                .filter(x -> Switches.distance(switches, x) > 1e-12 * Math.abs(x))
                .toArray();
    }

    private static double[] append(double[] values, double last) {
        final double[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = last;
        return longer;
    }

    /**
     * A derivative by differences.
     *
     * @param value the extrapolated quotient
     * @param error what it may be off: the extrapolation's estimate and the value's rounding errors over the step
     */
    private record Quotient(double value, double error) {
        static Quotient of(
                DoubleEvaluator function, DoubleFunction<double[]> along, double x, double step, double rounding) {
            final double[][] table = new double[STEPS][STEPS];
            Quotient best = new Quotient(Double.NaN, Double.POSITIVE_INFINITY);
            double h = step;
            for (int i = 0; i < STEPS; i++) {
                final double right = x + h;
                final double left = x - h;
                table[i][0] = (at(function, along, right) - at(function, along, left)) / (right - left);
                double factor = 1;
                for (int j = 1; j <= i; j++) {
                    factor *= SHRINK * SHRINK;
                    table[i][j] = (factor * table[i][j - 1] - table[i - 1][j - 1]) / (factor - 1);
                    final double estimate = Math.max(
                            Math.abs(table[i][j] - table[i][j - 1]), Math.abs(table[i][j] - table[i - 1][j - 1]));
                    final double error = estimate + 2 * rounding / h;
                    if (error < best.error) {
                        best = new Quotient(table[i][j], error);
                    }
                }
                h /= SHRINK;
            }
            return best;
        }

        private static double at(DoubleEvaluator function, DoubleFunction<double[]> along, double x) {
            function.compute(along.apply(x));
            return function.result(0);
        }
    }
}
