/**
 * From a program to OpenCL C: ops become routines (whose text is in the resources {@code handgrad/opencl/*.cl}), neighbouring routines are
 * fused, routines are put together into launches, tensors are given places in memory, and the source is written. Nothing here touches a
 * device; docs/opencl.md tells the whole way.
 */
package handgrad.backend.opencl.plan;
