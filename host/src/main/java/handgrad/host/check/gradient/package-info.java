/** Checks of backward ops, and of whole networks, against central differences in float64. */
package handgrad.host.check.gradient;
