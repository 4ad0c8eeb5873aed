/**
 * The TornadoVM backend: each program becomes a task graph of the annotated Java loops of {@code handgrad.kernels},
 * which TornadoVM compiles for the device. docs/tornado-backend.md describes how, and which limitations of TornadoVM
 * are worked around where.
 */
package handgrad.backend.tornado;
