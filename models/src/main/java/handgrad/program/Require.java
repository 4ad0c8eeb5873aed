package handgrad.program;

/**
 * Checks for the constructors of ops, so that every program has consistent shapes. Messages are built only on failure,
 * as building them would dominate the time to make a program.
 */
final class Require {
    private Require() {}

    /** Requires exactly these extents. */
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

    /** Requires this many elements a sample, of any shape. */
    static void sampleSize(Tensor tensor, int expected) {
        if (tensor.shape().sampleSize() != expected) {
            throw new IllegalArgumentException(tensor + " should hold " + expected + " elements a sample");
        }
    }

    /** Requires the same shape. */
    static void sameShape(Tensor first, Tensor... others) {
        for (final Tensor other : others) {
            if (!first.shape().equals(other.shape())) {
                throw new IllegalArgumentException(first + " and " + other + " should have the same shape");
            }
        }
    }

    /** Requires the same number of samples. */
    static void sameBatch(Tensor first, Tensor... others) {
        for (final Tensor other : others) {
            if (first.shape().batch() != other.shape().batch()) {
                throw new IllegalArgumentException(first + " and " + other + " should have the same batch size");
            }
        }
    }

    /** Requires a number of dimensions. */
    static void rank(Tensor tensor, int rank) {
        if (tensor.shape().rank() != rank) {
            throw new IllegalArgumentException(tensor + " should have " + rank + " dimensions");
        }
    }

    /** Requires float elements. */
    static void floats(Tensor... tensors) {
        for (final Tensor tensor : tensors) {
            if (tensor.type() != ElementType.FLOAT32) {
                throw new IllegalArgumentException(tensor + " should hold floats");
            }
        }
    }

    /** Requires int elements. */
    static void ints(Tensor... tensors) {
        for (final Tensor tensor : tensors) {
            if (tensor.type() != ElementType.INT32) {
                throw new IllegalArgumentException(tensor + " should hold ints");
            }
        }
    }

    /** Requires a name that fits a line of text or source code. */
    static void name(String name) {
        that(!name.isBlank() && name.chars().noneMatch(Character::isISOControl), "'" + name + "' is no name");
    }

    /** Requires a condition, with a message that is cheap to build. */
    static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
