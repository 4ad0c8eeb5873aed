package handgrad.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Expressions that are evaluated elementwise. An argument is an element of a tensor or a scalar shared by all elements,
 * such as the learning rate.
 *
 * @param elements the names of the arguments that are tensor elements
 * @param scalars the names of the scalar arguments
 * @param results the expressions
 */
public record Formula(List<String> elements, List<String> scalars, List<Expression> results) {
    /**
     * Checks that each argument of the results is declared exactly once.
     *
     * @throws IllegalArgumentException if an argument is not declared, or declared twice
     */
    public Formula {
        elements = List.copyOf(elements);
        scalars = List.copyOf(scalars);
        results = List.copyOf(results);
        final List<String> declared = new ArrayList<>(elements);
        declared.addAll(scalars);
        if (Set.copyOf(declared).size() != declared.size()) {
            throw new IllegalArgumentException("an argument is declared twice in " + declared);
        }
        for (final Expression result : results) {
            for (final String argument : result.arguments()) {
                if (!declared.contains(argument)) {
                    throw new IllegalArgumentException("a formula of " + declared + " uses " + argument);
                }
            }
        }
    }

    /**
     * All terms, each once and after its operands: straight-line code.
     *
     * @return the terms, including the results
     */
    public List<Expression> terms() {
        final Set<Expression> terms = new LinkedHashSet<>();
        results.forEach(result -> collect(result, terms));
        return List.copyOf(terms);
    }

    private static void collect(Expression term, Set<Expression> terms) {
        if (!terms.contains(term)) {
            term.operands().forEach(operand -> collect(operand, terms));
            terms.add(term);
        }
    }

    /**
     * Whether a result depends on an argument.
     *
     * @param argument its name
     * @return true if it is used
     */
    public boolean uses(String argument) {
        return results.stream().anyMatch(result -> result.uses(argument));
    }

    /**
     * The number of operations for one element.
     *
     * @return the number of terms that are neither arguments nor constants
     */
    public int operations() {
        return (int)
                terms().stream().filter(term -> term.operation().operands() > 0).count();
    }

    /**
     * The same formula in the operations that backends implement. The others ({@link Operation#EXPM1}, {@link
     * Operation#LOG}, {@link Operation#LOG1P}, {@link Operation#ERF}, {@link Operation#SIGN}, {@link Operation#MIN},
     * {@link Operation#MAX}) are expanded into float32 arithmetic, in the same way for all devices.
     *
     * @return a formula of constants, arguments, negate, abs, sqrt, exp, log1p above −0.29, tanh, sigmoid, + − × ÷, fma
     *     and the selects
     */
    public Formula inPrimitives() {
        return new Formula(elements, scalars, Primitives.of(results));
    }

    /**
     * Compiles the formula for float64.
     *
     * @return an evaluator for use by one thread at a time
     */
    public DoubleEvaluator evaluator() {
        return new DoubleEvaluator(this);
    }
}
