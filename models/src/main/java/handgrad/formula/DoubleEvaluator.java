package handgrad.formula;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Evaluates a formula in float64, term by term. */
public final class DoubleEvaluator {
    private final Operation[] operations;
    private final int[][] operands;
    private final double[] values;
    private final int[] arguments;
    private final int[] results;
    private final double[][] scratch = {{}, new double[1], new double[2], new double[3], new double[4]};

    DoubleEvaluator(Formula formula) {
        final List<Expression> terms = formula.terms();
        final Map<Expression, Integer> places = new HashMap<>();
        operations = new Operation[terms.size()];
        operands = new int[terms.size()][];
        values = new double[terms.size()];
        for (int t = 0; t < terms.size(); t++) {
            final Expression term = terms.get(t);
            places.put(term, t);
            operations[t] = term.operation();
            operands[t] = term.operands().stream().mapToInt(places::get).toArray();
            values[t] = term.value();
        }
        arguments = Stream.concat(formula.elements().stream(), formula.scalars().stream())
                .mapToInt(name -> places.getOrDefault(Expression.argument(name), -1))
                .toArray();
        results = formula.results().stream().mapToInt(places::get).toArray();
    }

    /**
     * Computes the results for one element.
     *
     * @param given the element arguments, then the scalars, in the formula's order
     * @throws IllegalArgumentException if their number is not that of the formula's arguments
     */
    public void compute(double... given) {
        if (given.length != arguments.length) {
            throw new IllegalArgumentException("a formula of " + arguments.length + " arguments got " + given.length);
        }
        for (int a = 0; a < given.length; a++) {
            if (arguments[a] >= 0) {
                values[arguments[a]] = given[a];
            }
        }
        for (int t = 0; t < operations.length; t++) {
            if (operations[t].operands() > 0) {
                final double[] v = scratch[operands[t].length];
                for (int o = 0; o < v.length; o++) {
                    v[o] = values[operands[t][o]];
                }
                values[t] = Evaluation.apply(operations[t], v);
            }
        }
    }

    /**
     * One of the results.
     *
     * @param index 0 for the first result of the formula
     * @return its value after the last {@link #compute}
     */
    public double result(int index) {
        return values[results[index]];
    }
}
