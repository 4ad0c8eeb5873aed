package handgrad.host.sweep.grid;

/**
 * An option of {@code train} that a sweep may vary.
 *
 * @param name its long name, without the dashes
 * @param kind what its values are
 */
public record SweptOption(String name, Kind kind) {
    /** What an option's values are. */
    public enum Kind {
        /** Whole numbers: a range of them is rounded. */
        WHOLE,
        /** Real numbers. */
        REAL,
        /** Files or folders. */
        PATH,
        /** Words: there is no range of them. */
        WORD
    }

    /**
     * Whether there is a range from one value to another.
     *
     * @return true for numbers
     */
    public boolean isNumber() {
        return kind == Kind.WHOLE || kind == Kind.REAL;
    }
}
