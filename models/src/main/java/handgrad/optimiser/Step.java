package handgrad.optimiser;

import handgrad.formula.Expression;
import handgrad.program.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an optimiser's formula is made of: the weight, its gradient, what is kept of earlier steps, and the rate. */
public final class Step {
    /**
     * Makes the terms available.
     */
    Step() {}

    /**
     * The weight before the step.
     *
     * @return w
     */
    public Expression weight() {
        return Expression.argument(UpdateRule.WEIGHT);
    }

    /**
     * The gradient of the loss by the weight.
     *
     * @return g
     */
    public Expression gradient() {
        return Expression.argument(UpdateRule.GRADIENT);
    }

    /**
     * The gradient with that of ½ λ w² added, which is the weight decay of plain gradient descent.
     *
     * @param decay λ
     * @return g + λ w, or g for λ = 0
     */
    public Expression gradient(double decay) {
        return decay == 0 ? gradient() : gradient().plus(weight().times(decay));
    }

    /**
     * The learning rate of the step.
     *
     * @return η
     */
    public Expression rate() {
        return Expression.argument(UpdateRule.RATE);
    }

    /**
     * The number of the step.
     *
     * @return t, 1 in the first step
     */
    public Expression number() {
        return Expression.argument(UpdateRule.STEP);
    }

    /**
     * A number that is kept for the weight from step to step.
     *
     * @param name its name
     * @return its value before the step; 0 in the first one
     */
    public Expression state(String name) {
        return Expression.argument(name);
    }

    /**
     * Says what a kept number becomes.
     *
     * @param name its name
     * @param value its value after the step
     * @return the update so far
     */
    public Update next(String name, Expression value) {
        return new Update(Map.of()).next(name, value);
    }

    /**
     * Ends the update of an optimiser that keeps nothing.
     *
     * @param value the weight after the step
     * @return the rule
     */
    public UpdateRule weight(Expression value) {
        return new Update(Map.of()).weight(value);
    }

    /**
     * The kept numbers' next values, before the weight's is said.
     *
     * @param states values by name
     */
    public record Update(Map<String, Expression> states) {
        /** Copies the values, in order. */
        public Update {
            states = new LinkedHashMap<>(states);
        }

        /**
         * Says what one more kept number becomes.
         *
         * @param name its name
         * @param value its value after the step
         * @return the update so far
         */
        public Update next(String name, Expression value) {
            final Update longer = new Update(states);
            if (longer.states.put(name, value) != null) {
                throw new IllegalArgumentException("next(\"" + name + "\", …) is said twice");
            }
            return longer;
        }

        /**
         * Ends the update.
         *
         * @param value the weight after the step
         * @return the rule
         */
        public UpdateRule weight(Expression value) {
            return new UpdateRule(List.copyOf(states.keySet()), value, new ArrayList<>(states.values()));
        }
    }
}
