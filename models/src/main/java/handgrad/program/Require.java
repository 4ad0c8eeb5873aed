package handgrad.program;

import java.util.Arrays;

/** The checks that the ops' constructors share: a program that has been built has only shapes that fit. */
final class Require {
    private Require() {}

    /** Demands that a tensor has exactly these extents. */
    static void shape(Tensor tensor, int... expected) {
        final Shape wanted = Shape.of(expected);
        that(tensor.shape().equals(wanted), tensor + " should be [" + wanted + "]");
    }

    /** Demands that a tensor holds this many elements for each sample, however they are arranged. */
    static void sampleSize(Tensor tensor, int expected) {
        that(tensor.shape().sampleSize() == expected, tensor + " should hold " + expected + " elements a sample");
    }

    /** Demands that tensors have the same shape. */
    static void sameShape(Tensor first, Tensor... others) {
        for (final Tensor other : others) {
            that(first.shape().equals(other.shape()), first + " and " + other + " should have the same shape");
        }
    }

    /** Demands that tensors have the same number of samples. */
    static void sameBatch(Tensor first, Tensor... others) {
        for (final Tensor other : others) {
            that(
                    first.shape().batch() == other.shape().batch(),
                    first + " and " + other + " should have the same batch size");
        }
    }

    /** Demands a number of dimensions. */
    static void rank(Tensor tensor, int rank) {
        that(tensor.shape().rank() == rank, tensor + " should have " + rank + " dimensions");
    }

    /** Demands float elements. */
    static void floats(Tensor... tensors) {
        Arrays.stream(tensors)
                .forEach(tensor -> that(tensor.type() == ElementType.FLOAT32, tensor + " should hold floats"));
    }

    /** Demands int elements. */
    static void ints(Tensor... tensors) {
        Arrays.stream(tensors)
                .forEach(tensor -> that(tensor.type() == ElementType.INT32, tensor + " should hold ints"));
    }

    static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
