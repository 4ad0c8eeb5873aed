/** Rewrites of a program's routines to fewer routines, or to the layout of a plan, with the same results. */
package handgrad.backend.opencl.rewrite;
