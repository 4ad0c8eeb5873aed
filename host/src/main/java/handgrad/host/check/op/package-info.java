/** Checks of a device, op by op, against the float64 oracle within bounds of rounding error. */
package handgrad.host.check.op;
