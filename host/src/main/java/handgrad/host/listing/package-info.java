/** Kernels as a person reads them: a Java loop beside the code that a device runs. */
package handgrad.host.listing;
