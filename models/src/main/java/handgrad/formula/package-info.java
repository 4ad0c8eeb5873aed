/**
 * Elementwise formulas: a value and its hand-derived derivatives, written once as expressions that each backend lowers
 * to its own code.
 */
package handgrad.formula;
