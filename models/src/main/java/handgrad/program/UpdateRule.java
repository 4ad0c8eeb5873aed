package handgrad.program;

import static handgrad.formula.Terms.fma;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import java.util.ArrayList;
import java.util.List;

/**
 * The update of one weight by an optimiser: formulas of the weight w, its gradient g, the optimiser's state variables
 * of the weight, the learning rate, and the step number.
 *
 * @param states the names of the state variables, initially 0
 * @param weight the next weight
 * @param nextStates the next state variables, in the order of their names
 */
public record UpdateRule(List<String> states, Expression weight, List<Expression> nextStates) {
    /** The weight before the step. */
    public static final String WEIGHT = "w";

    /** Its gradient. */
    public static final String GRADIENT = "g";

    /** The learning rate η. */
    public static final String RATE = "rate";

    /** The step number, from 1. */
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
     * @throws IllegalArgumentException if there is not one formula for each state variable, or one uses an unknown
     *     argument
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
     * @return a formula of w, g, the state variables, and the scalars rate and step; its results are the next weight
     *     and the next state variables
     */
    public Formula formula() {
        final List<String> elements = new ArrayList<>(List.of(WEIGHT, GRADIENT));
        elements.addAll(states);
        final List<Expression> results = new ArrayList<>(List.of(weight));
        results.addAll(nextStates);
        return new Formula(elements, List.of(RATE, STEP), results);
    }

    /**
     * Whether the rule uses the step number.
     *
     * @return true if the program must count steps
     */
    public boolean countsSteps() {
        return formula().uses(STEP);
    }

    /**
     * Whether this is w ← w − η g, which a gradient kernel can fuse.
     *
     * @return true for plain gradient descent
     */
    public boolean isPlain() {
        return equals(PLAIN);
    }
}
