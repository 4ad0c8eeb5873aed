/**
 * The kernels with formulas of programs in them: a formula becomes a class that takes the place of the one that stands
 * for it in {@code handgrad.kernels}, beside copies of the kernels' classes as they are.
 */
package handgrad.kernels.formula;
