package handgrad.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Results that are computed from arguments element by element. An argument is a tensor's element or, if it is a scalar,
 * one number for all elements, such as the learning rate.
 *
 * @param elements the names of the arguments that differ from element to element
 * @param scalars the names of the others
 * @param results what is computed
 */
public record Formula(List<String> elements, List<String> scalars, List<Expression> results) {
    /**
     * Checks that every argument of the results is declared, once.
     *
     * @throws IllegalArgumentException if one is not, or a name is declared twice
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
     * All terms, each once, every term after its operands: straight-line code.
     *
     * @return the terms; the results are among them
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
     * The operations of the straight-line code, that is its cost for one element.
     *
     * @return how many terms are neither arguments nor constants
     */
    public int operations() {
        return (int)
                terms().stream().filter(term -> term.operation().operands() > 0).count();
    }

    /**
     * The same formula in the operations that backends have: the others ({@link Operation#EXPM1}, {@link
     * Operation#LOG}, {@link Operation#LOG1P}, {@link Operation#ERF}, {@link Operation#SIGN}, {@link Operation#MIN},
     * {@link Operation#MAX}) are written out in float32 arithmetic, once for all devices.
     *
     * @return a formula of constants, arguments, negate, abs, sqrt, exp, log1p above −0.29, tanh, sigmoid, + − × ÷, fma
     *     and the selects
     */
    public Formula inPrimitives() {
        return new Formula(elements, scalars, Primitives.of(results));
    }

    /**
     * A compiled form for float64.
     *
     * @return an evaluator; it may be used by one thread at a time
     */
    public DoubleEvaluator evaluator() {
        return new DoubleEvaluator(this);
    }
}
