package handgrad.host.check.cases;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How a float tensor of a case is filled, given the kind of numbers that the case is run with. */
@FunctionalInterface
interface Fill {
    /**
     * The tensor's elements.
     *
     * @param kind the kind of numbers asked for
     * @param size how many
     * @param random where they come from
     * @return the elements
     */
    float[] values(ValueKind kind, int size, RandomGenerator random);

    /** Numbers of the kind asked for, but neither NaN nor infinity. */
    static Fill finite() {
        return (kind, size, random) -> (kind == ValueKind.SPECIAL ? ValueKind.NORMAL : kind).draw(size, random);
    }

    /** Numbers of the kind asked for, NaN and infinities among them. */
    static Fill special() {
        return ValueKind::draw;
    }

    /** Numbers of the kind asked for, NaN among them, but no infinity. */
    static Fill notInfinite() {
        return (kind, size, random) -> {
            final float[] values = kind.draw(size, random);
            for (int i = 0; i < size; i++) {
                values[i] = Float.isInfinite(values[i]) ? Float.NaN : values[i];
            }
            return values;
        };
    }

    /** Absolute values of the kind asked for, NaN among them, but no infinity: sums in which nothing cancels. */
    static Fill absolute() {
        return (kind, size, random) -> {
            final float[] values = notInfinite().values(kind, size, random);
            for (int i = 0; i < size; i++) {
                values[i] = Math.abs(values[i]);
            }
            return values;
        };
    }

    /** One number everywhere, whatever the kind. */
    static Fill constant(float value) {
        return (_, size, _) -> {
            final float[] values = new float[size];
            Arrays.fill(values, value);
            return values;
        };
    }

    /** −1 or +1, whatever the kind. */
    static Fill signs() {
        return (_, size, random) -> {
            final float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.nextBoolean() ? 1 : -1;
            }
            return values;
        };
    }

    /** From 0 to 1, both ends among them, whatever the kind. */
    static Fill fractions() {
        return (_, size, random) -> {
            final float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.nextInt(5) / 4F;
            }
            return values;
        };
    }
}
