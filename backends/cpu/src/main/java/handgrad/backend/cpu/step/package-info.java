/** What runs: the work of a node on a group of samples, or on a block of a tensor. */
package handgrad.backend.cpu.step;
