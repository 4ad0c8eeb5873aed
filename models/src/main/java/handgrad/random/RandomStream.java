package handgrad.random;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A reproducible stream of random numbers: draws depend only on the kind, the seed and the earlier draws, not on the
 * machine or the JVM. A stream is mutable and not thread-safe.
 *
 * <p>docs/random.md describes the three kinds and which bits each guarantees.
 */
public sealed interface RandomStream permits HandgradStream, TorchStream, NumpyStream {
    /** The generator and the conversion of its bits to numbers. */
    enum Kind {
        /** The default: xoshiro256++, with independent derived streams for each purpose and number. */
        HANDGRAD,
        /** PyTorch's CPU generator, as after {@code torch.manual_seed}. */
        TORCH,
        /** NumPy's legacy generator, as after {@code numpy.random.seed}. */
        NUMPY;

        /**
         * The kind with this name.
         *
         * @param name as returned by {@link #toString}
         * @return the kind
         * @throws IllegalArgumentException if there is no such kind; the message lists the names
         */
        public static Kind parse(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown random stream '" + StateText.shorten(name)
                            + "': choose one of "
                            + Arrays.stream(values()).map(Kind::toString).collect(Collectors.joining(", "))));
        }

        /** The name in lower case, as on the command line and in stored states. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A new stream.
     *
     * @param kind the generator
     * @param seed any number; {@code torch} uses its low 32 bits, as PyTorch does, and {@code numpy} accepts 0 to 2³² −
     *     1 only
     * @return the stream
     * @throws IllegalArgumentException if NumPy would reject the seed
     */
    static RandomStream of(Kind kind, long seed) {
        return switch (kind) {
            case HANDGRAD -> HandgradStream.seeded(seed);
            case TORCH -> TorchStream.seeded(seed);
            case NUMPY -> NumpyStream.seeded(seed);
        };
    }

    /**
     * A new stream of the default kind.
     *
     * @param seed any number
     * @return the stream
     */
    static RandomStream of(long seed) {
        return of(Kind.HANDGRAD, seed);
    }

    /**
     * Restores a stream to the stored state.
     *
     * @param state the result of {@link #state}
     * @return the stream
     * @throws IllegalArgumentException if the text is not a valid state; the message says where
     */
    static RandomStream restore(String state) {
        final List<String> fields = StateText.split(state);
        return switch (Kind.parse(fields.getFirst())) {
            case HANDGRAD -> HandgradStream.restore(fields);
            case TORCH -> TorchStream.restore(fields);
            case NUMPY -> NumpyStream.restore(fields);
        };
    }

    /**
     * The kind of this stream.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * The kind's name, as on the command line.
     *
     * @return {@code handgrad}, {@code torch} or {@code numpy}
     */
    default String name() {
        return kind().toString();
    }

    /**
     * The complete state, including a cached normal, as one line of printable ASCII: 100 characters for {@code
     * handgrad}, 5,000 for the Mersenne Twister of the other two.
     *
     * @return the text, for {@link #restore}
     */
    String state();

    /**
     * Whether {@link #derive} returns independent streams. If so, seed, purpose and number suffice to resume a
     * training; if not, that takes the stored {@link #state}.
     *
     * @return true for {@code handgrad} only
     */
    boolean splittable();

    /**
     * The stream for a purpose. For {@code handgrad}, an independent stream that depends on this stream's seed, the
     * purpose and the number, but not on earlier draws, so that the order of epoch e can be reproduced without the
     * epochs before it. For {@code torch} and {@code numpy}, this stream itself, since the originals draw everything
     * from one stream in the order of the calls.
     *
     * @param purpose the purpose, such as {@code shuffle}
     * @param number a number within the purpose, such as the epoch
     * @return the stream to draw from
     */
    RandomStream derive(String purpose, long number);

    /**
     * A float uniform in [0, 1).
     *
     * @return a multiple of 2⁻²⁴ for {@code handgrad} and {@code torch}; a double rounded to float for {@code numpy}
     */
    float nextFloat();

    /**
     * A double uniform in [0, 1).
     *
     * @return a multiple of 2⁻⁵³
     */
    double nextDouble();

    /**
     * 64 uniform bits. Without the sign bit, this is PyTorch's 64-bit {@code random_()}, which seeds its data loaders.
     *
     * @return the bits
     */
    long nextLong();

    /**
     * A uniform integer in [0, bound). Unbiased for {@code handgrad} and {@code numpy}. For {@code torch}, a 32-bit
     * output modulo the bound, as in {@code torch.randint}, with a bias of at most bound/2³² towards small results.
     *
     * @param bound at least 1; {@code numpy} draws nothing for 1
     * @return the integer
     * @throws IllegalArgumentException if the bound is below 1
     */
    int nextInt(int bound);

    /**
     * A standard normal. All kinds generate normals in pairs and cache the second one.
     *
     * @return a draw from N(0, 1)
     */
    double nextNormal();

    /**
     * Fills an array with floats uniform in [low, high), the limits rounded to float. {@code torch} rounds as PyTorch
     * does, so that a result may rarely equal {@code high}.
     *
     * @param target the array to fill
     * @param low the lower limit, inclusive
     * @param high the upper limit, at least {@code low}; if equal, all elements become {@code low}
     * @throws IllegalArgumentException if the limits are in the wrong order or not finite
     */
    void fillUniform(float[] target, double low, double high);

    /**
     * Fills an array with doubles uniform in [low, high). {@code torch} and {@code numpy} round as their originals do,
     * so that a result may rarely equal {@code high}.
     *
     * @param target the array to fill
     * @param low the lower limit, inclusive
     * @param high the upper limit, at least {@code low}; if equal, all elements become {@code low}
     * @throws IllegalArgumentException if the limits are in the wrong order or not finite
     */
    void fillUniform(double[] target, double low, double high);

    /**
     * Fills an array with normals rounded to float. {@code torch} draws arrays of 16 or more in vectorised blocks, so
     * that the values depend on the length.
     *
     * @param target the array to fill
     * @param mean the mean
     * @param standardDeviation the standard deviation, at least 0
     * @throws IllegalArgumentException if the mean is not finite, or the standard deviation is negative or not finite
     */
    default void fillNormal(float[] target, double mean, double standardDeviation) {
        Arguments.checkNormal(mean, standardDeviation);
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) (mean + standardDeviation * nextNormal());
        }
    }

    /**
     * Fills an array with normals in double precision. {@code torch} draws arrays of 16 or more in blocks, so that the
     * values depend on the length.
     *
     * @param target the array to fill
     * @param mean the mean
     * @param standardDeviation the standard deviation, at least 0
     * @throws IllegalArgumentException if the mean is not finite, or the standard deviation is negative or not finite
     */
    default void fillNormal(double[] target, double mean, double standardDeviation) {
        Arguments.checkNormal(mean, standardDeviation);
        for (int i = 0; i < target.length; i++) {
            target[i] = mean + standardDeviation * nextNormal();
        }
    }

    /**
     * The identity permutation. A plain loop, since a stream is slow before JIT compilation.
     *
     * @param count the number of elements, at least 0
     * @return 0, 1, … count − 1
     * @throws IllegalArgumentException if {@code count} is negative
     */
    static int[] ascending(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("a permutation needs a count of at least 0, not " + count);
        }
        final int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        return order;
    }

    /**
     * The integers from 0 to count − 1 in random order, by the Fisher–Yates shuffle (Durstenfeld 1964, from the last
     * position down), as in NumPy.
     *
     * @param count the number of elements, at least 0
     * @return the permutation
     * @throws IllegalArgumentException if the count is negative
     */
    default int[] permutation(int count) {
        final int[] order = ascending(count);
        for (int place = count - 1; place > 0; place--) {
            Arguments.swap(order, place, nextInt(place + 1));
        }
        return order;
    }
}
