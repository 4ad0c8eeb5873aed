package handgrad.program;

/**
 * The checks that the ops' constructors share: a program that has been built has only shapes that fit. Messages are put together only where one is
 * needed: most of the time of making a program went into them.
 */
final class Require {
    private Require() {}

    /** Demands that a tensor has exactly these extents. */
    static void shape(Tensor tensor, int... expected) {
        final Shape shape = tensor.shape();
        boolean fits = shape.rank() == expected.length;
        for (int d = 0; fits && d < expected.length; d++) {
            fits = shape.dimension(d) == expected[d];
        }
        if (!fits) {
            throw new IllegalArgumentException(tensor + " should be [" + Shape.of(expected) + "]");
        }
    }

    /** Demands that a tensor holds this many elements for each sample, however they are arranged. */
    static void sampleSize(Tensor tensor, int expected) {
        if (tensor.shape().sampleSize() != expected) {
            throw new IllegalArgumentException(tensor + " should hold " + expected + " elements a sample");
        }
    }

    /** Demands that tensors have the same shape. */
    static void sameShape(Tensor first, Tensor... others) {
        for (final Tensor other : others) {
            if (!first.shape().equals(other.shape())) {
                throw new IllegalArgumentException(first + " and " + other + " should have the same shape");
            }
        }
    }

    /** Demands that tensors have the same number of samples. */
    static void sameBatch(Tensor first, Tensor... others) {
        for (final Tensor other : others) {
            if (first.shape().batch() != other.shape().batch()) {
                throw new IllegalArgumentException(first + " and " + other + " should have the same batch size");
            }
        }
    }

    /** Demands a number of dimensions. */
    static void rank(Tensor tensor, int rank) {
        if (tensor.shape().rank() != rank) {
            throw new IllegalArgumentException(tensor + " should have " + rank + " dimensions");
        }
    }

    /** Demands float elements. */
    static void floats(Tensor... tensors) {
        for (final Tensor tensor : tensors) {
            if (tensor.type() != ElementType.FLOAT32) {
                throw new IllegalArgumentException(tensor + " should hold floats");
            }
        }
    }

    /** Demands int elements. */
    static void ints(Tensor... tensors) {
        for (final Tensor tensor : tensors) {
            if (tensor.type() != ElementType.INT32) {
                throw new IllegalArgumentException(tensor + " should hold ints");
            }
        }
    }

    /** Demands a name that can stand in one line of a text or of a program's source. */
    static void name(String name) {
        that(!name.isBlank() && name.chars().noneMatch(Character::isISOControl), "'" + name + "' is no name");
    }

    /** Demands what is told in a message that is cheap to make. */
    static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
