/**
 * The backend {@code opencl}: programs as OpenCL C, driven through JOCL, on GPUs and (with PoCL) on CPUs. See
 * docs/opencl-backend.md.
 */
package handgrad.backend.opencl;
