/**
 * Puts the formulas of programs into the kernels: a formula becomes a generated class that replaces its placeholder in
 * {@code handgrad.kernels}, loaded together with copies of the kernels' classes.
 */
package handgrad.kernels.formula;
