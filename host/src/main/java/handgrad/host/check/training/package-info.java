/** Whole training steps of whole models on a device, against the float64 oracle and against themselves. */
package handgrad.host.check.training;
