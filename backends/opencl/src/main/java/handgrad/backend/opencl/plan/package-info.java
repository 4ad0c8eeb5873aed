/** From a program to kernels and how to launch them; touches no device. */
package handgrad.backend.opencl.plan;
