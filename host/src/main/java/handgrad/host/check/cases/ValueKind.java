package handgrad.host.check.cases;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The kinds of numbers that an op is checked with. */
public enum ValueKind {
    /** Normally distributed, standard deviation 1. */
    NORMAL,
    /** Normal times 10¹⁰: products of three of them, and sums of thousands of such products, still fit a float. */
    LARGE,
    /**
     * Normal times 10⁻²⁰: products of two fall below the smallest normal float, 1.2·10⁻³⁸, and may be flushed to zero.
     */
    TINY,
    /** Half of them normal, half subnormal, which a device may treat as zero. */
    SUBNORMAL,
    /** A third +0, a third −0, the rest normal. */
    ZEROS,
    /** Integers from −2 to 2: many ties, and sums without rounding. */
    TIES,
    /** One in eight is NaN or infinite, the rest normal; only where the op's definition gives the result. */
    SPECIAL;

    /**
     * The kinds that every op must take.
     *
     * @return all but {@link #SPECIAL}
     */
    static Set<ValueKind> finite() {
        return EnumSet.complementOf(EnumSet.of(SPECIAL));
    }

    /**
     * Draws numbers of this kind.
     *
     * @param size how many
     * @param random where they come from
     * @return the numbers
     */
    float[] draw(int size, RandomGenerator random) {
        final float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = draw(random);
        }
        return values;
    }

    private float draw(RandomGenerator random) {
        final float normal = (float) random.nextGaussian();
        return switch (this) {
            case NORMAL -> normal;
            case LARGE -> normal * 1e10F;
            case TINY -> normal * 1e-20F;
            case SUBNORMAL -> random.nextBoolean() ? normal : normal * 1e-39F;
            case ZEROS ->
                switch (random.nextInt(3)) {
                    case 0 -> 0.0F;
                    case 1 -> -0.0F;
                    default -> normal;
                };
            case TIES -> random.nextInt(-2, 3);
            case SPECIAL ->
                switch (random.nextInt(24)) {
                    case 0 -> Float.NaN;
                    case 1 -> Float.POSITIVE_INFINITY;
                    case 2 -> Float.NEGATIVE_INFINITY;
                    default -> normal;
                };
        };
    }
}
