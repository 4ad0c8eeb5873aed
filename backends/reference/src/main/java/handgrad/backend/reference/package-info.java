/** The {@code java} backend: the kernels that TornadoVM compiles, called as the plain Java methods that they are. */
package handgrad.backend.reference;
