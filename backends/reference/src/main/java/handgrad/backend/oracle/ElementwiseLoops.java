package handgrad.backend.oracle;

import handgrad.formula.DoubleEvaluator;
import handgrad.formula.Formula;
import java.util.List;

/** Elementwise formulas in float64. */
final class ElementwiseLoops {
    private ElementwiseLoops() {}

    /**
     * Computes a formula for all elements of its arrays.
     *
     * @param formula the formula
     * @param elements an array for each element argument
     * @param scalars a number for each scalar argument
     * @param results an array for each result, which may be the array of an argument
     */
    static void run(Formula formula, List<double[]> elements, double[] scalars, List<double[]> results) {
        final DoubleEvaluator evaluator = formula.evaluator();
        final double[] given = new double[elements.size() + scalars.length];
        System.arraycopy(scalars, 0, given, elements.size(), scalars.length);
        for (int i = 0; i < results.getFirst().length; i++) {
            for (int e = 0; e < elements.size(); e++) {
                given[e] = elements.get(e)[i];
            }
            evaluator.compute(given);
            for (int r = 0; r < results.size(); r++) {
                results.get(r)[i] = evaluator.result(r);
            }
        }
    }
}
