package handgrad.rounding;

import handgrad.formula.Evaluation;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Error analysis of a formula in float32: for each term the exact value and a range of all values that rounding,
 * approximate elementary functions, flushed subnormals and overflow allow. Interval arithmetic gives the range of a
 * term from those of its operands; the operation's own rounding then widens it. Where rounding can change the outcome
 * of a comparison, the range of a select is the hull of both branches.
 */
public final class ErrorAnalysis {
    /** The error of a division in u: OpenCL 1.2 (section 7.4) allows 2.5 ulp = 5 u. */
    private static final double DIVISION = 5;

    /** The error of a square root in u: OpenCL 1.2 (section 7.4) allows 3 ulp. */
    private static final double ROOT = 6;

    /**
     * The error in u of functions that {@code Formula.inPrimitives} expands. For expm1 x = 2t/(1 − t) with t = tanh ½x,
     * |t| &lt; 0.47 amplifies the 16 u of t to 30 u, and the difference and the quotient add 8 u; for x ≥ 1, e^x − 1
     * amplifies the 16 u of e^x to 25 u. For log x = −log1p(1/x − 1) below 0.71, the 5 u of the quotient become 15 u,
     * and log1p adds 16 u; log1p itself has a smaller error. For erf x = tanh(x G(x²)), the fit has an error of 2 u,
     * its polynomial 5 u, tanh 16 u. PrimitivesTest measures the error of these forms.
     */
    private static final double EXPANDED = 40;

    private final Operation[] operations;
    private final int[][] operands;
    private final int[] arguments;
    private final int[] results;
    private final double unit;
    private final double[] values;
    private final double[] low;
    private final double[] high;

    /**
     * The analysis of a formula on float32 devices.
     *
     * @param formula the formula
     */
    public ErrorAnalysis(Formula formula) {
        this(formula, Rounding.UNIT);
    }

    private ErrorAnalysis(Formula formula, double unit) {
        final List<Expression> terms = formula.terms();
        final Map<Expression, Integer> places = new HashMap<>();
        this.unit = unit;
        operations = new Operation[terms.size()];
        operands = new int[terms.size()][];
        values = new double[terms.size()];
        low = new double[terms.size()];
        high = new double[terms.size()];
        for (int t = 0; t < operations.length; t++) {
            final Expression term = terms.get(t);
            places.put(term, t);
            operations[t] = term.operation();
            operands[t] = term.operands().stream().mapToInt(places::get).toArray();
            if (term.operation() == Operation.CONSTANT) {
                values[t] = term.value();
                final double rounded = unit == Rounding.UNIT ? (float) term.value() : term.value();
                set(t, Math.min(term.value(), rounded), Math.max(term.value(), rounded));
            }
        }
        arguments = Stream.concat(formula.elements().stream(), formula.scalars().stream())
                .mapToInt(name -> places.getOrDefault(Expression.argument(name), -1))
                .toArray();
        results = formula.results().stream().mapToInt(places::get).toArray();
    }

    /**
     * The analysis of a formula that is computed exactly from inexact arguments.
     *
     * @param formula the formula
     * @return an analysis that adds no rounding of its own
     */
    public static ErrorAnalysis withoutRounding(Formula formula) {
        return new ErrorAnalysis(formula, 0);
    }

    /**
     * The analysis of a formula in float64, as on the oracle.
     *
     * @param formula the formula
     * @return an analysis of rounding to float64
     */
    public static ErrorAnalysis inDoubles(Formula formula) {
        return new ErrorAnalysis(formula, 0x1p-53);
    }

    /**
     * Computes the ranges for one element whose arguments are known exactly.
     *
     * @param given the element arguments, then the scalars, in the formula's order
     */
    public void compute(double... given) {
        compute(given, new double[given.length]);
    }

    /**
     * Computes the ranges for one element.
     *
     * @param given the element arguments, then the scalars, in the formula's order
     * @param errors the error bound of each
     */
    public void compute(double[] given, double[] errors) {
        if (given.length != arguments.length) {
            throw new IllegalArgumentException("a formula of " + arguments.length + " arguments got " + given.length);
        }
        for (int a = 0; a < given.length; a++) {
            if (arguments[a] >= 0) {
                values[arguments[a]] = given[a];
                set(arguments[a], given[a] - errors[a], given[a] + errors[a]);
                flush(arguments[a]);
            }
        }
        for (int t = 0; t < operations.length; t++) {
            if (operands[t].length > 0) {
                term(t);
            }
        }
    }

    /**
     * The exact value of a result.
     *
     * @param index 0 for the first result of the formula
     * @return its value after the last {@link #compute}
     */
    public double value(int index) {
        return values[results[index]];
    }

    /**
     * The error bound of a result.
     *
     * @param index 0 for the first result of the formula
     * @return at least 0; infinite if an intermediate result may overflow or divide by zero; NaN if the value is NaN
     */
    public double bound(int index) {
        final int t = results[index];
        return values[t] == low[t] && values[t] == high[t] ? 0 : Math.max(values[t] - low[t], high[t] - values[t]);
    }

    private void term(int t) {
        final int[] o = operands[t];
        values[t] = Evaluation.apply(
                operations[t],
                Arrays.stream(o).mapToDouble(operand -> values[operand]).toArray());
        switch (operations[t]) {
            case NEGATE -> set(t, -high[o[0]], -low[o[0]]);
            case ABS -> absolute(t, o[0]);
            case MIN, MAX, SIGN, TANH, ERF, EXP, EXPM1, SIGMOID -> monotone(t, Double.NEGATIVE_INFINITY);
            case SQRT, LOG -> monotone(t, 0);
            case LOG1P, LOG1P_ABOVE -> monotone(t, -1);
            case PLUS -> set(t, low[o[0]] + low[o[1]], high[o[0]] + high[o[1]]);
            case MINUS -> set(t, low[o[0]] - high[o[1]], high[o[0]] - low[o[1]]);
            case TIMES -> product(t, o[0], o[1]);
            case OVER -> quotient(t, o[0], o[1]);
            case FMA -> {
                product(t, o[0], o[1]);
                widen(t, 1);
                set(t, low[t] + low[o[2]], high[t] + high[o[2]]);
            }
            case SELECT_LESS, SELECT_LESS_OR_EQUAL, SELECT_EQUAL -> choice(t, o);
            case CONSTANT, ARGUMENT -> throw new IllegalStateException(operations[t] + " computes nothing");
        }
        round(t);
    }

    private void round(int t) {
        switch (operations[t]) {
            case PLUS, MINUS, TIMES, FMA -> widen(t, 1);
            case OVER -> widen(t, DIVISION);
            case SQRT -> widen(t, ROOT);
            case TANH, LOG1P_ABOVE -> elementary(t, Rounding.TRANSCENDENTAL, Double.NEGATIVE_INFINITY);
            case SIGMOID, EXP -> elementary(t, Rounding.TRANSCENDENTAL, 0);
            case LOG1P -> {
                // For non-negative operands, log1p is a primitive.
                final boolean isPrimitive = low[operands[t][0]] >= 0;
                elementary(t, isPrimitive ? Rounding.TRANSCENDENTAL : EXPANDED, Double.NEGATIVE_INFINITY);
            }
            case EXPM1, LOG, ERF -> elementary(t, EXPANDED, Double.NEGATIVE_INFINITY);
            case NEGATE, ABS, SIGN, MIN, MAX, SELECT_LESS, SELECT_LESS_OR_EQUAL, SELECT_EQUAL, CONSTANT, ARGUMENT -> {}
        }
    }

    private void absolute(int t, int a) {
        final double least = low[a] <= 0 && high[a] >= 0 ? 0 : Math.min(Math.abs(low[a]), Math.abs(high[a]));
        set(t, least, Math.max(Math.abs(low[a]), Math.abs(high[a])));
    }

    /** For functions that increase in each operand on their domain. */
    private void monotone(int t, double domain) {
        final double[] least = Arrays.stream(operands[t])
                .mapToDouble(o -> values[o] >= domain ? Math.max(domain, low[o]) : low[o])
                .toArray();
        final double[] most =
                Arrays.stream(operands[t]).mapToDouble(o -> high[o]).toArray();
        set(t, Evaluation.apply(operations[t], least), Evaluation.apply(operations[t], most));
    }

    private void product(int t, int a, int b) {
        if (a == b) {
            absolute(t, a);
            set(t, low[t] * low[t], high[t] * high[t]);
        } else {
            hull(t, low[a] * low[b], low[a] * high[b], high[a] * low[b], high[a] * high[b]);
        }
    }

    private void quotient(int t, int a, int b) {
        final boolean isExact = low[b] == high[b];
        if (low[b] <= 0 && high[b] >= 0 && !isExact) {
            set(t, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        } else {
            hull(t, low[a] / low[b], low[a] / high[b], high[a] / low[b], high[a] / high[b]);
        }
    }

    private void hull(int t, double first, double second, double third, double fourth) {
        set(
                t,
                Math.min(Math.min(first, second), Math.min(third, fourth)),
                Math.max(Math.max(first, second), Math.max(third, fourth)));
    }

    private void choice(int t, int[] o) {
        final int chosen = values[t] == values[o[2]] && holds(operations[t], values[o[0]], values[o[1]]) ? o[2] : o[3];
        if (isDecided(operations[t], o[0], o[1])) {
            set(t, low[chosen], high[chosen]);
        } else {
            set(t, Math.min(low[o[2]], low[o[3]]), Math.max(high[o[2]], high[o[3]]));
        }
    }

    private static boolean holds(Operation select, double a, double b) {
        return Evaluation.apply(select, a, b, 1, 0) == 1;
    }

    /** Whether the comparison has the same outcome for all values of both ranges. */
    private boolean isDecided(Operation select, int a, int b) {
        if (Double.isNaN(values[a]) || Double.isNaN(values[b])) {
            return true;
        }
        if (select == Operation.SELECT_EQUAL) {
            return high[a] < low[b] || high[b] < low[a] || low[a] == high[a] && low[b] == high[b];
        }
        return holds(select, low[a], high[b]) == holds(select, high[a], low[b]);
    }

    /**
     * Widens a range by a number of roundings of u each, or by the spacing of subnormals below the smallest normal
     * float.
     */
    private void widen(int t, double roundings) {
        if (unit == 0 || low[t] == 0 && high[t] == 0) {
            return;
        }
        set(t, low[t] - rounding(low[t], roundings), high[t] + rounding(high[t], roundings));
        flush(t);
    }

    private double rounding(double value, double roundings) {
        if (Double.isInfinite(value)) {
            return 0;
        }
        return roundings * unit * Math.abs(value) + (Math.abs(value) < Rounding.SMALLEST ? Float.MIN_VALUE : 0);
    }

    private void elementary(int t, double roundings, double least) {
        if (unit == 0) {
            return;
        }
        widen(t, roundings);
        set(t, Math.max(least, low[t] - Rounding.FLUSHED), high[t] + Rounding.FLUSHED);
    }

    /** Subnormals may be flushed to zero; values above the largest float are infinite. */
    private void flush(int t) {
        if (unit == 0) {
            return;
        }
        if (low[t] < Rounding.SMALLEST && high[t] > -Rounding.SMALLEST) {
            set(t, Math.min(low[t], 0), Math.max(high[t], 0));
        }
        if (high[t] > Float.MAX_VALUE) {
            high[t] = Double.POSITIVE_INFINITY;
        }
        if (low[t] < -Float.MAX_VALUE) {
            low[t] = Double.NEGATIVE_INFINITY;
        }
    }

    /** Sets the range; NaN as a limit means unbounded. */
    private void set(int t, double least, double most) {
        low[t] = Double.isNaN(least) ? Double.NEGATIVE_INFINITY : least;
        high[t] = Double.isNaN(most) ? Double.POSITIVE_INFINITY : most;
    }
}
