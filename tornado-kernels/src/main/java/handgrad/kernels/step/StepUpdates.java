package handgrad.kernels.step;

import handgrad.kernels.PenaltyFormula;
import handgrad.kernels.UpdateFormula;

/** Updates of parameters: helpers for the ops of {@code UpdateOp}, copied for each formula. */
public final class StepUpdates {
    private StepUpdates() {}

    /**
     * One step of a rule with no state.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param w [size]
     * @param dw contains the gradient of w
     * @param dwFirst the index of its first element
     * @param learningRate [1]
     * @param count [1], the step number; any array if the rule does not use it
     * @param size the number of elements
     */
    public static void update(
            int item, int items, float[] w, float[] dw, int dwFirst, float[] learningRate, float[] count, int size) {
        for (int e = item; e < size; e += items) {
            w[e] = UpdateFormula.weight(w[e], dw[dwFirst + e], learningRate[0], count[0]);
        }
    }

    /**
     * One step of a rule with one state variable.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param w [size]
     * @param dw contains the gradient of w
     * @param dwFirst the index of its first element
     * @param r [size], the first state variable
     * @param learningRate [1]
     * @param count [1], the step number; any array if the rule does not use it
     * @param size the number of elements
     */
    public static void updateWithOne(
            int item,
            int items,
            float[] w,
            float[] dw,
            int dwFirst,
            float[] r,
            float[] learningRate,
            float[] count,
            int size) {
        for (int e = item; e < size; e += items) {
            final float next = UpdateFormula.weight(w[e], dw[dwFirst + e], r[e], learningRate[0], count[0]);
            r[e] = UpdateFormula.first(w[e], dw[dwFirst + e], r[e], learningRate[0], count[0]);
            w[e] = next;
        }
    }

    /**
     * One step of a rule with two state variables.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param w [size]
     * @param dw contains the gradient of w
     * @param dwFirst the index of its first element
     * @param r [size], the first state variable
     * @param s [size], the second state variable
     * @param learningRate [1]
     * @param count [1], the step number; any array if the rule does not use it
     * @param size the number of elements
     */
    public static void updateWithTwo(
            int item,
            int items,
            float[] w,
            float[] dw,
            int dwFirst,
            float[] r,
            float[] s,
            float[] learningRate,
            float[] count,
            int size) {
        for (int e = item; e < size; e += items) {
            final float next = UpdateFormula.weight(w[e], dw[dwFirst + e], r[e], s[e], learningRate[0], count[0]);
            final float rNext = UpdateFormula.first(w[e], dw[dwFirst + e], r[e], s[e], learningRate[0], count[0]);
            s[e] = UpdateFormula.second(w[e], dw[dwFirst + e], r[e], s[e], learningRate[0], count[0]);
            r[e] = rNext;
            w[e] = next;
        }
    }

    /**
     * One step of a rule with three state variables.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param w [size]
     * @param dw contains the gradient of w
     * @param dwFirst the index of its first element
     * @param r [size], the first state variable
     * @param s [size], the second state variable
     * @param t [size], the third state variable
     * @param learningRate [1]
     * @param count [1], the step number; any array if the rule does not use it
     * @param size the number of elements
     */
    public static void updateWithThree(
            int item,
            int items,
            float[] w,
            float[] dw,
            int dwFirst,
            float[] r,
            float[] s,
            float[] t,
            float[] learningRate,
            float[] count,
            int size) {
        for (int e = item; e < size; e += items) {
            final float next = UpdateFormula.weight(w[e], dw[dwFirst + e], r[e], s[e], t[e], learningRate[0], count[0]);
            final float rNext = UpdateFormula.first(w[e], dw[dwFirst + e], r[e], s[e], t[e], learningRate[0], count[0]);
            final float sNext =
                    UpdateFormula.second(w[e], dw[dwFirst + e], r[e], s[e], t[e], learningRate[0], count[0]);
            t[e] = UpdateFormula.third(w[e], dw[dwFirst + e], r[e], s[e], t[e], learningRate[0], count[0]);
            r[e] = rNext;
            s[e] = sNext;
            w[e] = next;
        }
    }

    /**
     * dw += λ r'(w).
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param w [size]
     * @param lambda [1]
     * @param dw contains the gradient of w
     * @param dwFirst the index of its first element
     * @param size the number of elements
     */
    public static void addPenaltyGradient(
            int item, int items, float[] w, float[] lambda, float[] dw, int dwFirst, int size) {
        for (int e = item; e < size; e += items) {
            dw[dwFirst + e] = PenaltyFormula.gradient(w[e], dw[dwFirst + e], lambda[0]);
        }
    }

    /**
     * learningRate[0] = rates[position[1]].
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param rates [S]
     * @param position [2]; position[1] is the number of steps done
     * @param learningRate [1]
     */
    public static void takeRate(int item, int items, float[] rates, int[] position, float[] learningRate) {
        for (int once = item; once < 1; once += items) {
            learningRate[0] = rates[position[1]];
        }
    }

    /**
     * count[0] += 1.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param count [1], the step number
     */
    public static void countStep(int item, int items, float[] count) {
        for (int once = item; once < 1; once += items) {
            count[0] = count[0] + 1f;
        }
    }
}
