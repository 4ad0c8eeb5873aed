/** The micro-kernels' interface: what each computes, the tables and tiles that tell it where, and scalar functions. */
package handgrad.backend.cpu.kernel;
