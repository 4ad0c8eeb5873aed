/** The kernels in plain loops, for a JVM without the Vector API and for programs of little work. */
package handgrad.backend.cpu.kernel.plain;
