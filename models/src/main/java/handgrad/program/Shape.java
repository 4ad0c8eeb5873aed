package handgrad.program;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a tensor, outermost first, as in row-major NCHW: a batch of 100 grey digits is {@code 100×1×28×28}.
 *
 * @param dimensions the extents, each at least 1
 */
public record Shape(List<Integer> dimensions) {
    /**
     * Copies the extents and checks them.
     *
     * @throws IllegalArgumentException if there is no extent, one is below 1, or their product exceeds an {@code int}
     */
    public Shape {
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty()) {
            throw new IllegalArgumentException("a shape needs at least one dimension");
        }
        long size = 1;
        for (final int dimension : dimensions) {
            if (dimension < 1) {
                throw new IllegalArgumentException("a dimension must be at least 1, not " + dimension);
            }
            size *= dimension;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(dimensions + " has more elements than an array can hold");
            }
        }
    }

    /**
     * The shape with these extents.
     *
     * @param dimensions the extents, outermost first
     * @return the shape
     * @throws IllegalArgumentException as the canonical constructor
     */
    public static Shape of(int... dimensions) {
        final List<Integer> list = new ArrayList<>(dimensions.length);
        for (final int dimension : dimensions) {
            list.add(dimension);
        }
        return new Shape(list);
    }

    /**
     * The number of dimensions.
     *
     * @return at least 1
     */
    public int rank() {
        return dimensions.size();
    }

    /**
     * One extent.
     *
     * @param index 0 for the outermost
     * @return the extent
     */
    public int dimension(int index) {
        return dimensions.get(index);
    }

    /**
     * The number of elements.
     *
     * @return the product of the extents
     */
    public int size() {
        int size = 1;
        for (final int dimension : dimensions) {
            size *= dimension;
        }
        return size;
    }

    /**
     * This shape with a batch dimension in front.
     *
     * @param batch the number of samples
     * @return {@code batch} × this
     */
    public Shape withBatch(int batch) {
        final List<Integer> list = new ArrayList<>(rank() + 1);
        list.add(batch);
        list.addAll(dimensions);
        return new Shape(list);
    }

    /**
     * The batch size, if the outermost dimension is the batch.
     *
     * @return the outermost extent
     */
    public int batch() {
        return dimension(0);
    }

    /**
     * The number of elements of one sample, if the outermost dimension is the batch.
     *
     * @return the product of all extents but the outermost
     */
    public int sampleSize() {
        return size() / batch();
    }

    /** As generated for a record, but fast before JIT compilation, like {@link Tensor#equals}. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof final Shape that && dimensions.equals(that.dimensions);
    }

    @Override
    public int hashCode() {
        return dimensions.hashCode();
    }

    /** The extents with × between them, as in {@code 6×14×14}. */
    @Override
    public String toString() {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }
}
