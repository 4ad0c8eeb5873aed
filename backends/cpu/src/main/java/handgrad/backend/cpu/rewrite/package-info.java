/** Rewrites of a program: several ops become one piece of work, or an op is left out. */
package handgrad.backend.cpu.rewrite;
