/** How far float32 arithmetic may be off: bounds that checks of all devices use. */
package handgrad.rounding;
