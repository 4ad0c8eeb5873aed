/** Checks of elementwise formulas by themselves: hand-derived derivatives against differences of their values. */
package handgrad.host.check.formula;
