package handgrad.host.data.digits;

import handgrad.random.RandomStream;

/**
 * The random numbers of one digit, in the distributions that drawing needs.
 *
 * @param stream a stream for this digit alone
 */
record DigitRandom(RandomStream stream) {
    /**
     * A number of a range, each with the same probability.
     *
     * @param bound how many numbers there are
     * @return 0 … bound − 1
     */
    int below(int bound) {
        return stream.nextInt(bound);
    }

    /**
     * A number of an interval, each with the same probability.
     *
     * @param low its lower end
     * @param high its upper end
     * @return low ≤ number &lt; high
     */
    double between(double low, double high) {
        return low + (high - low) * stream.nextDouble();
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
}
