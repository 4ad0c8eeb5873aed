package handgrad.random;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A stream of random numbers: what is drawn depends on the kind, the seed and the draws before it, and on nothing else, neither
 * the machine nor the JVM. A stream is mutable and meant for one thread.
 *
 * <p>The three kinds, and what each guarantees bit for bit, are told in docs/random.md.
 */
public sealed interface RandomStream permits HandgradStream, TorchStream, NumpyStream {
    /** Which generator, and whose ways of turning its bits into numbers. */
    enum Kind {
        /** The default: xoshiro256++, from which independent streams can be derived by purpose and number. */
        HANDGRAD,
        /** What PyTorch draws on the CPU after {@code torch.manual_seed}. */
        TORCH,
        /** What NumPy draws after {@code numpy.random.seed}. */
        NUMPY;

        /**
         * The kind with this name.
         *
         * @param name as {@link #toString} writes it
         * @return the kind
         * @throws IllegalArgumentException if there is none; the message lists the names
         */
        public static Kind parse(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown random stream '" + StateText.shorten(name)
                            + "': choose one of "
                            + Arrays.stream(values()).map(Kind::toString).collect(Collectors.joining(", "))));
        }

        /** The name in lower case, as the command line and a stored state write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A stream at its start.
     *
     * @param kind the generator
     * @param seed any number; {@code torch} uses its low 32 bits, as PyTorch does, and {@code numpy} takes 0 to 2³² − 1 only
     * @return the stream
     * @throws IllegalArgumentException if NumPy would refuse the seed
     */
    static RandomStream of(Kind kind, long seed) {
        return switch (kind) {
            case HANDGRAD -> HandgradStream.seeded(seed);
            case TORCH -> TorchStream.seeded(seed);
            case NUMPY -> NumpyStream.seeded(seed);
        };
    }

    /**
     * A stream of the default kind at its start.
     *
     * @param seed any number
     * @return the stream
     */
    static RandomStream of(long seed) {
        return of(Kind.HANDGRAD, seed);
    }

    /**
     * A stream that goes on exactly where the one that wrote the text stood.
     *
     * @param state what {@link #state} returned
     * @return the stream
     * @throws IllegalArgumentException if the text is no stream's state; the message says where
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
     * The kind's name, as the command line takes it.
     *
     * @return {@code handgrad}, {@code torch} or {@code numpy}
     */
    default String name() {
        return kind().toString();
    }

    /**
     * Everything that decides the draws to come, a cached normal included, as one line of printable ASCII: 100 characters for
     * {@code handgrad}, 5,000 for the Mersenne Twister of the other two.
     *
     * @return the text, for {@link #restore}
     */
    String state();

    /**
     * Whether {@link #derive} yields streams of their own. Where it does not, resuming a training takes the stored
     * {@link #state}; where it does, seed, purpose and number are enough.
     *
     * @return true for {@code handgrad} only
     */
    boolean splittable();

    /**
     * The stream for one purpose. For {@code handgrad}: an independent one that depends on this stream's seed, the purpose and
     * the number, and not on what has been drawn, so that the order of epoch e can be made again without the epochs before it.
     * For {@code torch} and {@code numpy}: this stream itself, since their originals draw everything from one stream, in the
     * order of the calls.
     *
     * @param purpose what is drawn, as in {@code shuffle}
     * @param number which one of them, as in the epoch
     * @return the stream to draw from
     */
    RandomStream derive(String purpose, long number);

    /**
     * A float uniform in [0, 1).
     *
     * @return a multiple of 2⁻²⁴ for {@code handgrad} and {@code torch}; a narrowed double for {@code numpy}
     */
    float nextFloat();

    /**
     * A double uniform in [0, 1).
     *
     * @return a multiple of 2⁻⁵³
     */
    double nextDouble();

    /**
     * 64 uniform bits. PyTorch's 64-bit {@code random_()}, from which it seeds its data loaders, is this without the sign bit.
     *
     * @return the bits
     */
    long nextLong();

    /**
     * A uniform integer in [0, bound). Unbiased for {@code handgrad} and {@code numpy}. For {@code torch} it is
     * {@code torch.randint}'s 32-bit output modulo the bound, which favours small results by a share of at most bound/2³².
     *
     * @param bound at least 1; {@code numpy} draws nothing for 1
     * @return the integer
     * @throws IllegalArgumentException if the bound is below 1
     */
    int nextInt(int bound);

    /**
     * A standard normal. The methods here make normals in pairs and keep the second for the next call.
     *
     * @return a draw from N(0, 1)
     */
    double nextNormal();

    /**
     * Fills an array with floats uniform in [low, high), the limits rounded to float. {@code torch} keeps its original's
     * rounding, by which a result can, rarely, equal {@code high}.
     *
     * @param target what to fill
     * @param low the least value
     * @param high the limit, at least {@code low}; if equal, all become {@code low}
     * @throws IllegalArgumentException if the limits are in the wrong order or not finite
     */
    void fillUniform(float[] target, double low, double high);

    /**
     * Fills an array with doubles uniform in [low, high). {@code torch} and {@code numpy} keep their originals' rounding, by
     * which a result can, rarely, equal {@code high}.
     *
     * @param target what to fill
     * @param low the least value
     * @param high the limit, at least {@code low}; if equal, all become {@code low}
     * @throws IllegalArgumentException if the limits are in the wrong order or not finite
     */
    void fillUniform(double[] target, double low, double high);

    /**
     * Fills an array with normals rounded to float. {@code torch} draws 16 or more in its vectorised way, so that the length
     * decides the values.
     *
     * @param target what to fill
     * @param mean the mean
     * @param standardDeviation the standard deviation, at least 0
     * @throws IllegalArgumentException if a parameter is negative or not finite where it may not be
     */
    default void fillNormal(float[] target, double mean, double standardDeviation) {
        Arguments.checkNormal(mean, standardDeviation);
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) (mean + standardDeviation * nextNormal());
        }
    }

    /**
     * Fills an array with normals in double precision. {@code torch} draws 16 or more in its blocked way, so that the length
     * decides the values.
     *
     * @param target what to fill
     * @param mean the mean
     * @param standardDeviation the standard deviation, at least 0
     * @throws IllegalArgumentException if a parameter is negative or not finite where it may not be
     */
    default void fillNormal(double[] target, double mean, double standardDeviation) {
        Arguments.checkNormal(mean, standardDeviation);
        for (int i = 0; i < target.length; i++) {
            target[i] = mean + standardDeviation * nextNormal();
        }
    }

    /**
     * The numbers from 0 on, as they stand: what a permutation begins with. A plain loop, as a stream would be slow until the JVM has compiled it, and an epoch may
     * be over before.
     *
     * @param count how many, at least 0
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
     * The integers from 0 to count − 1 in random order, by the shuffle of Fisher and Yates (Durstenfeld 1964, from the last
     * place down): NumPy's, and the default's.
     *
     * @param count how many, at least 0
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
