/** Which routines run in one launch, and how a launch is divided over work-groups. */
package handgrad.backend.opencl.launch;
