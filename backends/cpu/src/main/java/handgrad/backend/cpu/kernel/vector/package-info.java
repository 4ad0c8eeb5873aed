/** The kernels in the Vector API: the only package that touches jdk.incubator.vector. */
package handgrad.backend.cpu.kernel.vector;
