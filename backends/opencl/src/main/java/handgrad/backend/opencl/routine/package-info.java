/** Routines: a section of OpenCL C with all that specialises it, and the device that it is planned for. */
package handgrad.backend.opencl.routine;
