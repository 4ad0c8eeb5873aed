/**
 * How numbers are checked: every op on a device against the float64 oracle ({@link handgrad.host.check.OpCheck}), the oracle's gradients
 * against central differences ({@link handgrad.host.check.GradientCheck}), the derivatives of formulas against
 * extrapolated ones ({@link handgrad.host.check.DerivativeCheck}), and runs against their repetition ({@link
 * handgrad.host.check.RepeatCheck}). The reasons for the tolerances: docs/checking.md.
 */
package handgrad.host.check;
