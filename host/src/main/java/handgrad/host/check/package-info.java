/**
 * How numbers are checked: every op on a device against the float64 oracle ({@link handgrad.host.check.op.OpCheck}),
 * the oracle's gradients against central differences ({@link handgrad.host.check.gradient.GradientCheck}), the
 * derivatives of formulas against extrapolated ones ({@link handgrad.host.check.formula.DerivativeCheck}), and runs
 * against their repetition ({@link handgrad.host.check.op.RepeatCheck}). The reasons for the tolerances:
 * docs/checking.md.
 */
package handgrad.host.check;
