/**
 * Programs on TornadoVM: each program becomes a task graph whose tasks are the annotated Java loops of {@code handgrad.kernels}, compiled at
 * run time into kernels for the device. docs/tornadovm.md tells how, and which of TornadoVM's traps are avoided where.
 */
package handgrad.backend.tornado;
