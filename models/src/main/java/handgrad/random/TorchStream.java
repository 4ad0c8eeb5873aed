package handgrad.random;

import java.util.List;
import java.util.OptionalDouble;

/**
 * PyTorch's CPU generator, as after {@code torch.manual_seed(seed)}: MT19937 seeded by {@code init_genrand} with the
 * low 32 bits of the seed, uniforms from the low bits of an output, Box–Muller normals, integers by remainder.
 */
final class TorchStream implements RandomStream {
    /** Arrays of at least this many elements are filled with normals in blocks of this size. */
    private static final int BLOCK = 16;

    private static final int PAIRS = BLOCK / 2;

    private final MersenneTwister twister;

    /** For single draws; blocks neither use nor clear it. */
    private final NormalCache cache;

    private TorchStream(MersenneTwister twister, NormalCache cache) {
        this.twister = twister;
        this.cache = cache;
    }

    static TorchStream seeded(long seed) {
        return new TorchStream(MersenneTwister.seeded((int) seed), new NormalCache());
    }

    static TorchStream restore(List<String> fields) {
        final List<String> own = StateText.own(fields, MersenneTwister.FORM + " NORMAL");
        return new TorchStream(MersenneTwister.parse(own.get(0), own.get(1)), NormalCache.parse(own.get(2)));
    }

    @Override
    public Kind kind() {
        return Kind.TORCH;
    }

    @Override
    public String state() {
        return StateText.join(kind(), twister.text(), cache.text());
    }

    @Override
    public boolean splittable() {
        return false;
    }

    @Override
    public TorchStream derive(String purpose, long number) {
        return this;
    }

    /** The low 24 bits of an output, over 2²⁴. */
    @Override
    public float nextFloat() {
        return (twister.next() & 0xff_ffff) * 0x1p-24f;
    }

    /** The low 53 of 64 bits, over 2⁵³. */
    @Override
    public double nextDouble() {
        return (twister.next64() & 0x1f_ffff_ffff_ffffL) * 0x1p-53;
    }

    @Override
    public long nextLong() {
        return twister.next64();
    }

    @Override
    public int nextInt(int bound) {
        Arguments.checkBound(bound);
        return Integer.remainderUnsigned(twister.next(), bound);
    }

    /** √(−2 ln(1 − u₂))·cos 2πu₁ from two doubles; the one with the sine is cached for the next call. */
    @Override
    public double nextNormal() {
        final OptionalDouble kept = cache.take();
        if (kept.isPresent()) {
            return kept.getAsDouble();
        }
        final double u1 = nextDouble();
        final double u2 = nextDouble();
        final double radius = Math.sqrt(-2 * StrictMath.log1p(-u2));
        final double angle = 2 * Math.PI * u1;
        cache.keep(radius * StrictMath.sin(angle));
        return radius * StrictMath.cos(angle);
    }

    /** low + u·(high − low) with a fused multiply-add, as PyTorch is compiled. */
    @Override
    public void fillUniform(float[] target, double low, double high) {
        Arguments.checkFloatRange(low, high);
        final float from = (float) low;
        final float width = (float) high - from;
        for (int i = 0; i < target.length; i++) {
            target[i] = Math.fma(nextFloat(), width, from);
        }
    }

    @Override
    public void fillUniform(double[] target, double low, double high) {
        Arguments.checkRange(low, high);
        for (int i = 0; i < target.length; i++) {
            target[i] = Math.fma(nextDouble(), high - low, low);
        }
    }

    @Override
    public void fillNormal(float[] target, double mean, double standardDeviation) {
        if (target.length < BLOCK) {
            RandomStream.super.fillNormal(target, mean, standardDeviation);
            return;
        }
        Arguments.checkNormal(mean, standardDeviation);
        fillUniform(target, 0, 1);
        for (int start = 0; start + BLOCK <= target.length; start += BLOCK) {
            makeNormal(target, start, (float) mean, (float) standardDeviation);
        }
        if (target.length % BLOCK != 0) {
            final int start = target.length - BLOCK;
            for (int i = start; i < target.length; i++) {
                target[i] = nextFloat();
            }
            makeNormal(target, start, (float) mean, (float) standardDeviation);
        }
    }

    @Override
    public void fillNormal(double[] target, double mean, double standardDeviation) {
        if (target.length < BLOCK) {
            RandomStream.super.fillNormal(target, mean, standardDeviation);
            return;
        }
        Arguments.checkNormal(mean, standardDeviation);
        fillUniform(target, 0, 1);
        for (int start = 0; start + BLOCK <= target.length; start += BLOCK) {
            makeNormal(target, start, mean, standardDeviation);
        }
        if (target.length % BLOCK != 0) {
            final int start = target.length - BLOCK;
            for (int i = start; i < target.length; i++) {
                target[i] = nextDouble();
            }
            makeNormal(target, start, mean, standardDeviation);
        }
    }

    /** {@code torch.randperm}: a shuffle from the first position up. */
    @Override
    public int[] permutation(int count) {
        final int[] order = RandomStream.ascending(count);
        for (int place = 0; place < count - 1; place++) {
            Arguments.swap(order, place, place + nextInt(count - place));
        }
        return order;
    }

    /**
     * Converts 16 uniforms to normals: u_j and u_{j+8} become r cos θ and r sin θ with r = √(−2 ln(1 − u_j)), θ =
     * 2πu_{j+8}.
     */
    private static void makeNormal(float[] target, int start, float mean, float standardDeviation) {
        for (int first = start; first < start + PAIRS; first++) {
            final int second = first + PAIRS;
            final float radius = (float) Math.sqrt(-2 * CephesFunctions.logarithm(1 - target[first]));
            final float angle = (float) (2 * Math.PI) * target[second];
            target[first] = Math.fma(radius * CephesFunctions.cosine(angle), standardDeviation, mean);
            target[second] = Math.fma(radius * CephesFunctions.sine(angle), standardDeviation, mean);
        }
    }

    /** As for floats, with the C library's logarithm, sine and cosine instead of the vectorised ones. */
    private static void makeNormal(double[] target, int start, double mean, double standardDeviation) {
        for (int first = start; first < start + PAIRS; first++) {
            final int second = first + PAIRS;
            final double radius = Math.sqrt(-2 * RoundedLogarithm.of(1 - target[first]));
            final double angle = 2 * Math.PI * target[second];
            target[first] = Math.fma(radius * StrictMath.cos(angle), standardDeviation, mean);
            target[second] = Math.fma(radius * StrictMath.sin(angle), standardDeviation, mean);
        }
    }
}
