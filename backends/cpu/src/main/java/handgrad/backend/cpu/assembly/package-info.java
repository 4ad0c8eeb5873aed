/** Makes steps of a program's nodes and stages of the steps; profiling wraps them here. */
package handgrad.backend.cpu.assembly;
