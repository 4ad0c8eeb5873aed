package handgrad.random;

/** Argument checks and array operations for all streams. */
final class Arguments {
    private Arguments() {}

    static void checkBound(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound of a random integer must be at least 1, not " + bound);
        }
    }

    static void checkRange(double low, double high) {
        requireRange(low <= high && Double.isFinite(high - low), low, high);
    }

    /** As {@link #checkRange}; the limits and their distance must also be finite as floats. */
    static void checkFloatRange(double low, double high) {
        requireRange(low <= high && Float.isFinite((float) high - (float) low), low, high);
    }

    private static void requireRange(boolean valid, double low, double high) {
        if (!valid) {
            throw new IllegalArgumentException(
                    "a uniform draw needs finite limits in ascending order, not " + low + " and " + high);
        }
    }

    static void checkNormal(double mean, double standardDeviation) {
        if (!Double.isFinite(mean) || !Double.isFinite(standardDeviation) || standardDeviation < 0) {
            throw new IllegalArgumentException(
                    "a normal draw needs a finite mean and a finite standard deviation that is" + " not negative, not "
                            + mean + " and " + standardDeviation);
        }
    }

    static void swap(int[] order, int one, int other) {
        final int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
    }

    /** Rounds to float, but stays below the limit, so that [low, high) remains half open. */
    static float narrowBelow(double value, float low, float high) {
        final float narrowed = (float) value;
        return narrowed < high || low == high ? narrowed : Math.nextDown(high);
    }
}
