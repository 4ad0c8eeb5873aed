package handgrad.random;

import java.util.OptionalDouble;

/** Holds the second normal of a pair for the next call. */
final class NormalCache {
    private static final String NONE = "none";

    private OptionalDouble kept = OptionalDouble.empty();

    /** Removes and returns the cached normal. */
    OptionalDouble take() {
        final OptionalDouble taken = kept;
        kept = OptionalDouble.empty();
        return taken;
    }

    void keep(double normal) {
        kept = OptionalDouble.of(normal);
    }

    String text() {
        return kept.isPresent() ? StateText.hexadecimal(Double.doubleToRawLongBits(kept.getAsDouble())) : NONE;
    }

    static NormalCache parse(String field) {
        final NormalCache cache = new NormalCache();
        if (!field.equals(NONE)) {
            final double normal = Double.longBitsToDouble(StateText.parseLong(field, "the cached normal"));
            if (!Double.isFinite(normal)) {
                throw StateText.malformed("the cached normal must be finite", field);
            }
            cache.keep(normal);
        }
        return cache;
    }
}
