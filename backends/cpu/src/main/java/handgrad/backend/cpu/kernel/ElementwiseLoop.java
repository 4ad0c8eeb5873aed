package handgrad.backend.cpu.kernel;

/**
 * Computes a formula for n consecutive elements. {@code LoopWriter} writes a class for each formula: straight-line code
 * in a loop. A loop has one of the two methods. Results may be written over arguments, in the same places.
 */
public interface ElementwiseLoop {
    /**
     * Of a formula of at most three element arguments, at most one scalar and one result ({@code LoopPlan.isSmall}).
     *
     * @param a the first argument, from aAt on; arrays that stand for no argument are not read
     * @param b the second
     * @param c the third
     * @param scalar the scalar
     * @param y receives the result, from yAt on
     * @param n how many elements
     */
    default void run(
            float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float scalar, float[] y, int yAt, int n) {
        throw new UnsupportedOperationException("a loop of more arguments");
    }

    /**
     * Of any other formula.
     *
     * @param elements the arrays of the element arguments
     * @param scalars for each scalar an array that begins with it
     * @param results the arrays of the results
     * @param at the first element, in all of these arrays
     * @param n how many elements
     */
    default void run(float[][] elements, float[][] scalars, float[][] results, int at, int n) {
        throw new UnsupportedOperationException("a loop of few arguments");
    }
}
