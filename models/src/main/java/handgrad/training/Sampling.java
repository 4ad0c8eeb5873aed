package handgrad.training;

import handgrad.random.RandomStream;
import java.util.stream.IntStream;

/** The samples of an epoch and their order. */
public sealed interface Sampling {
    /**
     * The number of samples in an epoch.
     *
     * @param count the number of samples in the data set
     * @return the number of entries of {@link #order}
     */
    int samplesPerEpoch(int count);

    /**
     * The order of one epoch.
     *
     * @param epoch 0 for the first
     * @param count the number of samples in the data set
     * @param stream the run's random stream
     * @return sample indices
     */
    int[] order(int epoch, int count, RandomStream stream);

    /** Each sample once, in a new random order each epoch. */
    record Shuffled() implements Sampling {
        @Override
        public int samplesPerEpoch(int count) {
            return count;
        }

        @Override
        public int[] order(int epoch, int count, RandomStream stream) {
            return stream.derive("order", epoch).permutation(count);
        }
    }

    /** Each sample once, in the order of the data set. */
    record InOrder() implements Sampling {
        @Override
        public int samplesPerEpoch(int count) {
            return count;
        }

        @Override
        public int[] order(int epoch, int count, RandomStream stream) {
            return RandomStream.ascending(count);
        }
    }

    /**
     * Uniform draws with replacement.
     *
     * @param draws the number of draws in an epoch
     */
    record WithReplacement(int draws) implements Sampling {
        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public WithReplacement {
            checkDraws(draws);
        }

        @Override
        public int samplesPerEpoch(int count) {
            return draws;
        }

        @Override
        public int[] order(int epoch, int count, RandomStream stream) {
            return draw(stream.derive("order", epoch), count, draws);
        }
    }

    /**
     * Uniform draws with replacement from all samples but the last, as the course draws with NumPy's {@code randint(0,
     * N − 1)}, whose upper limit is exclusive.
     *
     * @param draws the number of draws in an epoch
     */
    record WithReplacementButLast(int draws) implements Sampling {
        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public WithReplacementButLast {
            checkDraws(draws);
        }

        @Override
        public int samplesPerEpoch(int count) {
            return draws;
        }

        @Override
        public int[] order(int epoch, int count, RandomStream stream) {
            return draw(stream.derive("order", epoch), Math.max(1, count - 1), draws);
        }
    }

    private static void checkDraws(int draws) {
        if (draws < 1) {
            throw new IllegalArgumentException("an epoch needs at least one draw, not " + draws);
        }
    }

    private static int[] draw(RandomStream stream, int bound, int draws) {
        return IntStream.generate(() -> stream.nextInt(bound)).limit(draws).toArray();
    }
}
