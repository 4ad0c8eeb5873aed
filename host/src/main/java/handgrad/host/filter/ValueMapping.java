package handgrad.host.filter;

import java.util.Locale;

/**
 * How a filter's real results become samples of a picture, which are whole numbers from 0 to white. Halves are rounded
 * up.
 */
public enum ValueMapping {
    /** What is below 0 becomes 0, what is above white becomes white. */
    CLAMP,
    /** |Y|: how strong an edge is, whichever way it goes. */
    ABSOLUTE,
    /** Y/2 + ⌈white/2⌉: 0 is middle grey (128 of 255), so that the sign can be seen, at half the contrast. */
    OFFSET;

    /**
     * The sample for a result.
     *
     * @param value Y
     * @param white the largest sample
     * @return 0 … white
     */
    char sample(float value, int white) {
        final double mapped = switch (this) {
            case CLAMP -> value;
            case ABSOLUTE -> Math.abs(value);
            case OFFSET -> value / 2.0 + (white + 1) / 2;
        };
        return (char) Math.clamp(Math.round(mapped), 0, white);
    }

    /** The name in lower case, as the command line writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
