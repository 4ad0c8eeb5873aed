package handgrad.host.data.digits;

/**
 * The random stream of one digit: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * 2014), whose every step is integer arithmetic, so that all machines draw the same.
 */
final class DigitRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * A stream.
     *
     * @param state where it begins
     */
    DigitRandom(long state) {
        this.state = state;
    }

    /**
     * A stream of its own for each digit, so that a digit does not depend on how many others are made, or on which
     * thread.
     *
     * @param seed the seed of the data set
     * @param part 0 for the training digits, 1 for the test digits
     * @param index the digit's place in its part
     * @return the stream
     */
    static DigitRandom of(long seed, int part, int index) {
        return new DigitRandom(mix(mix(seed) + GOLDEN_GAMMA * (2L * index + part + 1)));
    }

    /**
     * A number of a range, each with the same probability.
     *
     * @param bound how many numbers there are; small beside 2³², so that the bias of the product is nothing
     * @return 0 … bound − 1
     */
    int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /**
     * A number of an interval.
     *
     * @param low its lower end
     * @param high its upper end
     * @return low ≤ number &lt; high, from 53 random bits
     */
    double between(double low, double high) {
        return low + (high - low) * ((next() >>> 11) * 0x1p-53);
    }

    /**
     * A deviation that is more often small than large: the mean of two uniform ones.
     *
     * @param largest what it stays below in size
     * @return −largest … largest, with a triangular density around 0
     */
    double deviation(double largest) {
        return (between(-largest, largest) + between(-largest, largest)) / 2;
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    private static long mix(long value) {
        long bits = value;
        bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 31;
    }
}
