/** Which array each tensor gets: liveness, the arena, resident tensors and data sets. */
package handgrad.backend.cpu.memory;
