/**
 * The micro-kernels' base class, the tables and tiles that tell a kernel where to compute, and scalar functions: what
 * the implementations in {@code vector} and {@code plain} share.
 */
package handgrad.backend.cpu.kernel;
