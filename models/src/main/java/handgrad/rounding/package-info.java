/** Error bounds of float32 arithmetic, for the checks of all devices. */
package handgrad.rounding;
