package handgrad.backend.cpu.plan;

import handgrad.program.Tensor;

/**
 * A tensor in one of its representations: what has a place in memory.
 *
 * @param tensor the tensor
 * @param representation how it is arranged
 */
public record Resource(Tensor tensor, Representation representation) {
    /** As a record's own, but fast before it is compiled, as {@link Tensor#equals} is. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof final Resource that
                        && representation == that.representation
                        && tensor.equals(that.tensor);
    }

    @Override
    public int hashCode() {
        return tensor.hashCode() + representation.ordinal();
    }
}
