package handgrad.host.backend.cpu;

import handgrad.program.Tensor;

/**
 * A tensor in one of its representations: what has a place in memory.
 *
 * @param tensor the tensor
 * @param representation how it is arranged
 */
record Resource(Tensor tensor, Representation representation) {}
