/**
 * Where tensors that live within a run have their place: liveness, local memory, the arena, and barriers between uses.
 */
package handgrad.backend.opencl.memory;
