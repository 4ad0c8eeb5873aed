/** Threads: the pool, who does which task of a stage, how many threads help, and JIT warm-up of the kernels. */
package handgrad.backend.cpu.execution;
