package handgrad.program;

import static handgrad.formula.Terms.fma;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import java.util.ArrayList;
import java.util.List;

/**
 * What an optimiser makes of one weight: formulas of the weight w, its gradient g, the numbers that the optimiser keeps
 * for each weight, and two numbers that all weights share: the learning rate and the number of the step, which begins
 * with 1.
 *
 * @param states the names of the kept numbers, which begin with 0
 * @param weight the next weight
 * @param nextStates the next kept numbers, in the order of their names
 */
public record UpdateRule(List<String> states, Expression weight, List<Expression> nextStates) {
    /** The weight before the step. */
    public static final String WEIGHT = "w";

    /** Its gradient. */
    public static final String GRADIENT = "g";

    /** The learning rate η. */
    public static final String RATE = "rate";

    /** The number of the step, from 1. */
    public static final String STEP = "step";

    private static final List<String> RESERVED = List.of(WEIGHT, GRADIENT, RATE, STEP);

    /** Plain gradient descent: w ← w − η g. */
    public static final UpdateRule PLAIN = new UpdateRule(
            List.of(),
            fma(Expression.argument(RATE).negated(), Expression.argument(GRADIENT), Expression.argument(WEIGHT)),
            List.of());

    /**
     * Copies the lists and checks them.
     *
     * @throws IllegalArgumentException if there is not one formula for each kept number, or one uses an unknown argument
     */
    public UpdateRule {
        states = List.copyOf(states);
        nextStates = List.copyOf(nextStates);
        Require.that(
                states.size() == nextStates.size(),
                states.size() + " kept numbers need as many formulas, not " + nextStates.size());
        for (final String state : states) {
            Require.that(
                    !state.isBlank() && !RESERVED.contains(state),
                    "a kept number cannot be called '" + state + "'; an update has " + RESERVED + " already");
        }
        requireKnown(weight, states);
        for (final Expression next : nextStates) {
            requireKnown(next, states);
        }
    }

    private static void requireKnown(Expression result, List<String> states) {
        for (final String argument : result.arguments()) {
            Require.that(
                    RESERVED.contains(argument) || states.contains(argument),
                    "an update uses the kept number " + argument + ", but does not say what becomes of it: next(\""
                            + argument + "\", …)");
        }
    }

    /**
     * The update as a formula.
     *
     * @return of w, g and the kept numbers, and of the scalars rate and step; its results are the next weight and the
     *     next kept numbers
     */
    public Formula formula() {
        final List<String> elements = new ArrayList<>(List.of(WEIGHT, GRADIENT));
        elements.addAll(states);
        final List<Expression> results = new ArrayList<>(List.of(weight));
        results.addAll(nextStates);
        return new Formula(elements, List.of(RATE, STEP), results);
    }

    /**
     * Whether a formula uses the number of the step.
     *
     * @return true if the program must count
     */
    public boolean countsSteps() {
        return formula().uses(STEP);
    }

    /**
     * Whether this is w ← w − η g, which a kernel that sums up a gradient can do with the sum.
     *
     * @return true for plain gradient descent
     */
    public boolean isPlain() {
        return equals(PLAIN);
    }
}
