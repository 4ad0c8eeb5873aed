/** OpenCL C: a function a routine, a kernel a launch. */
package handgrad.backend.opencl.source;
