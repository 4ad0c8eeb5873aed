/** Samples with their targets, in host memory. */
package handgrad.dataset;
