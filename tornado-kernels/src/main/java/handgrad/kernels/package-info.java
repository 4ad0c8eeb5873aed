/**
 * Every op of a program as a plain Java loop. The same methods run as Java and, compiled by TornadoVM, on a GPU, so
 * they use only what both support.
 *
 * <p>A kernel is a {@code public static void} method with parameters of {@code float[]}, {@code int[]} and scalars.
 * Each iteration of its {@code Parallel} loops gathers its inputs and computes elements of the output that no other
 * iteration writes, so a GPU can run all iterations at once. The innermost parallel loop runs along contiguous memory.
 * Scalars are constants of the compiled kernel; values that change between runs (the position, the learning rate) are
 * passed in an array. Arrays are row-major, images NCHW.
 *
 * <p>Activations, losses of a score, penalties and optimisers are formulas of the program. The kernels call
 * placeholders such as {@code ActivationFormula}, which {@link handgrad.kernels.formula.FormulaKernels} replaces by the
 * formula.
 *
 * <p>Where both branches of an {@code if} compute a sum in a loop, each branch stores its own sum. If the code after
 * the branches stored it, TornadoVM 5.2 would store the wrong one after unrolling the loops.
 *
 * <p>Sums have a fixed order, and long ones two or three levels (a row, an image, the batch): that costs nothing, is
 * more accurate than one long chain of additions, and lets a processor overlap several short chains.
 *
 * <p>Notation in the formulas: n is the sample, c the input and o the output channel or feature; i and j are row and
 * column of an output, r and q of an input, u and v of a window; k is the window's size, s its stride, p its padding;
 * {@code dv} is the gradient of the loss with respect to {@code v}. The derivations are in docs/derivations.md.
 */
package handgrad.kernels;
