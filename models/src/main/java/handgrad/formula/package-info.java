/**
 * Elementwise formulas: a value and its hand-derived derivatives, written once as an expression that every backend
 * lowers to its own code.
 */
package handgrad.formula;
