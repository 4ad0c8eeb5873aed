/** A program as a few generated Java methods: which helpers they call, with what, and the class that has them. */
package handgrad.kernels.program;
