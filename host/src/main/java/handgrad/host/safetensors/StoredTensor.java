package handgrad.host.safetensors;

import handgrad.program.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A tensor in a safetensors file: row-major values under a name. The arrays are not copied, so two tensors are equal
 * only if they hold the same array.
 */
public sealed interface StoredTensor {
    /**
     * Its name in the file.
     *
     * @return any text but {@code __metadata__}
     */
    String name();

    /**
     * Its extents as the file gives them, outermost first. PyTorch also stores scalars, which have none, and empty
     * tensors, where one is 0; neither has a {@link Shape}.
     *
     * @return the extents, each at least 0
     */
    List<Long> dimensions();

    /**
     * Its shape, where a program can have such a tensor.
     *
     * @return the shape; empty for a scalar and for an empty tensor
     */
    default Optional<Shape> shape() {
        final List<Long> extents = dimensions();
        return extents.isEmpty() || extents.contains(0L)
                ? Optional.empty()
                : Optional.of(new Shape(extents.stream().map(Math::toIntExact).toList()));
    }

    /**
     * A float32 tensor.
     *
     * @param name its name in the file
     * @param dimensions its extents, outermost first
     * @param values row-major, as many as the product of the extents
     */
    record Floats(String name, List<Long> dimensions, float[] values) implements StoredTensor {
        /**
         * Checks that the values fill the extents.
         *
         * @throws IllegalArgumentException if they do not
         */
        public Floats {
            dimensions = checked(name, dimensions, values.length);
        }

        /**
         * A tensor to be written.
         *
         * @param name its name in the file
         * @param shape its shape
         * @param values row-major, as many as the shape's size
         * @throws IllegalArgumentException if there are more or fewer
         */
        public Floats(String name, Shape shape, float[] values) {
            this(name, extents(shape), values);
        }
    }

    /**
     * An int32 tensor.
     *
     * @param name its name in the file
     * @param dimensions its extents, outermost first
     * @param values row-major, as many as the product of the extents
     */
    record Integers(String name, List<Long> dimensions, int[] values) implements StoredTensor {
        /**
         * Checks that the values fill the extents.
         *
         * @throws IllegalArgumentException if they do not
         */
        public Integers {
            dimensions = checked(name, dimensions, values.length);
        }

        /**
         * A tensor to be written.
         *
         * @param name its name in the file
         * @param shape its shape
         * @param values row-major, as many as the shape's size
         * @throws IllegalArgumentException if there are more or fewer
         */
        public Integers(String name, Shape shape, int[] values) {
            this(name, extents(shape), values);
        }
    }

    private static List<Long> extents(Shape shape) {
        return shape.dimensions().stream().map(Integer::longValue).toList();
    }

    private static List<Long> checked(String name, List<Long> dimensions, int count) {
        final long size = dimensions.stream().reduce(1L, Math::multiplyExact);
        if (size != count || dimensions.stream().anyMatch(extent -> extent < 0)) {
            throw new IllegalArgumentException(
                    "tensor " + name + " with extents " + dimensions + " cannot hold " + count + " values");
        }
        return List.copyOf(dimensions);
    }
}
