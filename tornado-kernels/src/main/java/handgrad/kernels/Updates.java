package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Updating the parameters: the kernels of {@code UpdateOp}. Derivations: docs/derivations.md, "Optimisers" and, for the
 * penalty, "Losses".
 */
public final class Updates {
    private Updates() {}

    /**
     * One step of a rule without state.
     *
     * @param w [size]
     * @param dw [size]
     * @param learningRate [1]
     * @param count [1], the step number; any array if the rule does not use it
     * @param size the number of elements
     */
    public static void update(float[] w, float[] dw, float[] learningRate, float[] count, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            w[i] = UpdateFormula.weight(w[i], dw[i], learningRate[0], count[0]);
        }
    }

    /**
     * One step of a rule with one state variable.
     *
     * @param w [size]
     * @param dw [size]
     * @param r [size], the state
     * @param learningRate [1]
     * @param count [1], the step number; any array if the rule does not use it
     * @param size the number of elements
     */
    public static void updateWithOne(float[] w, float[] dw, float[] r, float[] learningRate, float[] count, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            final float next = UpdateFormula.weight(w[i], dw[i], r[i], learningRate[0], count[0]);
            r[i] = UpdateFormula.first(w[i], dw[i], r[i], learningRate[0], count[0]);
            w[i] = next;
        }
    }

    /**
     * One step of a rule with two state variables.
     *
     * @param w [size]
     * @param dw [size]
     * @param r [size], the first state variable
     * @param s [size], the second state variable
     * @param learningRate [1]
     * @param count [1], the step number; any array if the rule does not use it
     * @param size the number of elements
     */
    public static void updateWithTwo(
            float[] w, float[] dw, float[] r, float[] s, float[] learningRate, float[] count, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            final float next = UpdateFormula.weight(w[i], dw[i], r[i], s[i], learningRate[0], count[0]);
            final float rNext = UpdateFormula.first(w[i], dw[i], r[i], s[i], learningRate[0], count[0]);
            s[i] = UpdateFormula.second(w[i], dw[i], r[i], s[i], learningRate[0], count[0]);
            r[i] = rNext;
            w[i] = next;
        }
    }

    /**
     * One step of a rule with three state variables.
     *
     * @param w [size]
     * @param dw [size]
     * @param r [size], the first state variable
     * @param s [size], the second state variable
     * @param t [size], the third state variable
     * @param learningRate [1]
     * @param count [1], the step number; any array if the rule does not use it
     * @param size the number of elements
     */
    public static void updateWithThree(
            float[] w, float[] dw, float[] r, float[] s, float[] t, float[] learningRate, float[] count, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            final float next = UpdateFormula.weight(w[i], dw[i], r[i], s[i], t[i], learningRate[0], count[0]);
            final float rNext = UpdateFormula.first(w[i], dw[i], r[i], s[i], t[i], learningRate[0], count[0]);
            final float sNext = UpdateFormula.second(w[i], dw[i], r[i], s[i], t[i], learningRate[0], count[0]);
            t[i] = UpdateFormula.third(w[i], dw[i], r[i], s[i], t[i], learningRate[0], count[0]);
            r[i] = rNext;
            s[i] = sNext;
            w[i] = next;
        }
    }

    /**
     * dw += λ r'(w).
     *
     * @param w [size]
     * @param lambda [1]
     * @param dw [size]
     * @param size the number of elements
     */
    public static void addPenaltyGradient(float[] w, float[] lambda, float[] dw, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            dw[i] = PenaltyFormula.gradient(w[i], dw[i], lambda[0]);
        }
    }

    /**
     * learningRate[0] = rates[position[1]].
     *
     * @param rates [S]
     * @param position [2]; position[1] is the number of steps done
     * @param learningRate [1]
     */
    public static void takeRate(float[] rates, int[] position, float[] learningRate) {
        for (@Parallel int once = 0; once < 1; once++) {
            learningRate[0] = rates[position[1]];
        }
    }

    /**
     * count[0] += 1.
     *
     * @param count [1], the step number
     */
    public static void countStep(float[] count) {
        for (@Parallel int once = 0; once < 1; once++) {
            count[0] = count[0] + 1f;
        }
    }
}
