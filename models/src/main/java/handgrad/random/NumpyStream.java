package handgrad.random;

import java.util.List;

/**
 * NumPy's legacy generator, as after {@code numpy.random.seed(seed)}: MT19937 seeded by {@code init_genrand}, doubles
 * of 53 bits from two outputs, normals by the polar method, integers by masked rejection, and a shuffle from the last
 * position down.
 */
final class NumpyStream implements RandomStream {
    private static final long LARGEST_SEED = 0xffff_ffffL;

    private final MersenneTwister twister;
    private final PolarNormals normals;

    private NumpyStream(MersenneTwister twister, NormalCache cache) {
        this.twister = twister;
        this.normals = new PolarNormals(cache);
    }

    static NumpyStream seeded(long seed) {
        if (seed < 0 || seed > LARGEST_SEED) {
            throw new IllegalArgumentException(
                    "a seed of the numpy stream must be from 0 to " + LARGEST_SEED + ", not " + seed);
        }
        return new NumpyStream(MersenneTwister.seeded((int) seed), new NormalCache());
    }

    static NumpyStream restore(List<String> fields) {
        final List<String> own = StateText.own(fields, MersenneTwister.FORM + " NORMAL");
        return new NumpyStream(MersenneTwister.parse(own.get(0), own.get(1)), NormalCache.parse(own.get(2)));
    }

    @Override
    public Kind kind() {
        return Kind.NUMPY;
    }

    @Override
    public String state() {
        return StateText.join(kind(), twister.text(), normals.text());
    }

    @Override
    public boolean splittable() {
        return false;
    }

    @Override
    public NumpyStream derive(String purpose, long number) {
        return this;
    }

    /** A double rounded to float, as the legacy generator does not draw floats. */
    @Override
    public float nextFloat() {
        return Arguments.narrowBelow(nextDouble(), 0, 1);
    }

    /** (a·2²⁶ + b)/2⁵³ from the upper 27 bits of one output and the upper 26 of the next. */
    @Override
    public double nextDouble() {
        final long a = twister.next() >>> 5;
        final long b = twister.next() >>> 6;
        return ((a << 26) + b) * 0x1p-53;
    }

    @Override
    public long nextLong() {
        return twister.next64();
    }

    /** Masks an output to the bits of bound − 1, and draws again while it exceeds bound − 1. */
    @Override
    public int nextInt(int bound) {
        Arguments.checkBound(bound);
        final int largest = bound - 1;
        if (largest == 0) {
            return 0;
        }
        final int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
        int value = twister.next() & mask;
        while (value > largest) {
            value = twister.next() & mask;
        }
        return value;
    }

    @Override
    public double nextNormal() {
        return normals.next(this::nextDouble);
    }

    @Override
    public void fillUniform(float[] target, double low, double high) {
        Arguments.checkFloatRange(low, high);
        for (int i = 0; i < target.length; i++) {
            target[i] = Arguments.narrowBelow(low + (high - low) * nextDouble(), (float) low, (float) high);
        }
    }

    @Override
    public void fillUniform(double[] target, double low, double high) {
        Arguments.checkRange(low, high);
        for (int i = 0; i < target.length; i++) {
            target[i] = low + (high - low) * nextDouble();
        }
    }
}
