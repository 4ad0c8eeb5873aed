/** A program as one Java method a kernel: which helpers it calls, with what, and the class that is generated from that. */
package handgrad.kernels.program;
