package handgrad.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The default stream: xoshiro256++ 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4),
 * 2021), its four words filled by SplitMix64 from a key, as its authors advise. The key is the seed; a derived stream's key is the
 * start of a SHA-256 of its parent's key, the number and the purpose, so it does not depend on what was drawn.
 */
final class HandgradStream implements RandomStream {
    private final long key;
    private final PolarNormals normals;
    private long s0;
    private long s1;
    private long s2;
    private long s3;

    private HandgradStream(long key, long s0, long s1, long s2, long s3, NormalCache cache) {
        this.key = key;
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
        this.normals = new PolarNormals(cache);
    }

    static HandgradStream seeded(long key) {
        return new HandgradStream(
                key, splitMix(key, 1), splitMix(key, 2), splitMix(key, 3), splitMix(key, 4), new NormalCache());
    }

    static HandgradStream restore(List<String> fields) {
        final List<String> own = StateText.own(fields, "KEY S0 S1 S2 S3 NORMAL");
        final long key = StateText.parseLong(own.get(0), "the key");
        final long s0 = StateText.parseLong(own.get(1), "the word S0");
        final long s1 = StateText.parseLong(own.get(2), "the word S1");
        final long s2 = StateText.parseLong(own.get(3), "the word S2");
        final long s3 = StateText.parseLong(own.get(4), "the word S3");
        if ((s0 | s1 | s2 | s3) == 0) {
            throw StateText.malformed("the four words must not all be zero", own.get(1));
        }
        return new HandgradStream(key, s0, s1, s2, s3, NormalCache.parse(own.get(5)));
    }

    @Override
    public Kind kind() {
        return Kind.HANDGRAD;
    }

    @Override
    public String state() {
        return StateText.join(
                kind(),
                StateText.hexadecimal(key),
                StateText.hexadecimal(s0),
                StateText.hexadecimal(s1),
                StateText.hexadecimal(s2),
                StateText.hexadecimal(s3),
                normals.text());
    }

    @Override
    public boolean splittable() {
        return true;
    }

    @Override
    public HandgradStream derive(String purpose, long number) {
        final byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
        // The two numbers have fixed widths and come first, so no two pairs of purpose and number give the same bytes.
        final ByteBuffer input = ByteBuffer.allocate(2 * Long.BYTES + name.length)
                .putLong(key)
                .putLong(number)
                .put(name);
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(input.array());
            return seeded(ByteBuffer.wrap(digest).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** The upper 24 of 64 bits, over 2²⁴. */
    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /** The upper 53 of 64 bits, over 2⁵³. */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** xoshiro256++: rotl(s₀ + s₃, 23) + s₀, then one linear step. */
    @Override
    public long nextLong() {
        final long result = Long.rotateLeft(s0 + s3, 23) + s0;
        final long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /**
     * Multiplies 32 bits by the bound and takes the upper half of the product; the lower half tells the few draws to reject
     * (Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019).
     */
    @Override
    public int nextInt(int bound) {
        Arguments.checkBound(bound);
        final long rejected = (1L << Integer.SIZE) % bound;
        long product = (nextLong() >>> Integer.SIZE) * bound;
        while ((product & 0xffff_ffffL) < rejected) {
            product = (nextLong() >>> Integer.SIZE) * bound;
        }
        return (int) (product >>> Integer.SIZE);
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
            final double value = low + (high - low) * nextDouble();
            target[i] = value < high || low == high ? value : Math.nextDown(high);
        }
    }

    /**
     * The index-th output of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014),
     * with the golden ratio as increment and variant 13 of Stafford's mixers.
     */
    private static long splitMix(long seed, int index) {
        final long z = seed + index * 0x9e3779b97f4a7c15L;
        final long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        final long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
