/** Formulas as functions in OpenCL C, one for each distinct formula of a program. */
package handgrad.backend.opencl.formula;
