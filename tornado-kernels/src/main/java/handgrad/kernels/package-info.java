/**
 * Every op of a program as a plain Java loop. The same methods run as Java and, compiled by TornadoVM, on a GPU, so
 * they keep to what both can do.
 *
 * <p>What a kernel is: a {@code public static void} method over {@code float[]}, {@code int[]} and scalars. Each
 * iteration of its {@code Parallel} loops computes elements of the output that no other iteration touches, by gathering
 * what it needs; none depends on another, so a GPU runs them all at once. The innermost parallel loop runs along
 * contiguous memory. Scalars are constants of the compiled kernel; what changes from run to run (the position, the
 * learning rate) comes in an array. Every array is row-major, images are NCHW.
 *
 * <p>Activations, losses of a score, penalties and optimisers are formulas of the program. The kernels call {@code
 * ActivationFormula} and its like, in whose place {@link handgrad.kernels.formula.FormulaKernels} puts the formula.
 *
 * <p>Where an {@code if} and its {@code else} each add something up in a loop, each stores its own sum: of a sum that
 * both leave behind for the code after them, TornadoVM 5.2 keeps the wrong one once it has unrolled the loops.
 *
 * <p>Sums run in a fixed order, and long ones in two or three levels (a row, an image, the batch): that costs nothing,
 * keeps more digits than one long chain of additions, and lets a processor work on several short chains at a time.
 *
 * <p>Letters in the formulas: n counts samples, c input and o output channels or features, i and j rows and columns of
 * an output, r and q those of an input, u and v those of a window; k is the window's size, s its stride, p its padding;
 * {@code dv} is the gradient of the loss with respect to {@code v}. The derivations are in docs/derivations.md.
 */
package handgrad.kernels;
