package handgrad.optimiser;

import handgrad.formula.Expression;
import handgrad.program.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The terms of an optimiser's formula: the weight, its gradient, the optimiser's state, and the learning rate. */
public final class Step {
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
     * The gradient with weight decay, the gradient of ½ λ w², added.
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
     * The step number, from 1.
     *
     * @return t
     */
    public Expression number() {
        return Expression.argument(UpdateRule.STEP);
    }

    /**
     * A state variable of the optimiser, which it keeps for each weight.
     *
     * @param name its name
     * @return its value before the step; 0 before the first one
     */
    public Expression state(String name) {
        return Expression.argument(name);
    }

    /**
     * Sets the next value of a state variable.
     *
     * @param name its name
     * @param value its value after the step
     * @return the update so far
     */
    public Update next(String name, Expression value) {
        return new Update(Map.of()).next(name, value);
    }

    /**
     * Completes the update of an optimiser without state.
     *
     * @param value the weight after the step
     * @return the rule
     */
    public UpdateRule weight(Expression value) {
        return new Update(Map.of()).weight(value);
    }

    /**
     * An incomplete update: the next values of some state variables.
     *
     * @param states the next values by name
     */
    public record Update(Map<String, Expression> states) {
        /** Copies the values, in order. */
        public Update {
            states = new LinkedHashMap<>(states);
        }

        /**
         * Sets the next value of another state variable.
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
         * Completes the update.
         *
         * @param value the weight after the step
         * @return the rule
         */
        public UpdateRule weight(Expression value) {
            return new UpdateRule(List.copyOf(states.keySet()), value, new ArrayList<>(states.values()));
        }
    }
}
