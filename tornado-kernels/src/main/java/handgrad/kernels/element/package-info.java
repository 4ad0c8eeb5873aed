/**
 * One element of an op's result, as a function: the arithmetic that the plain kernels and the helper kernels of a whole
 * training step share.
 */
package handgrad.kernels.element;
