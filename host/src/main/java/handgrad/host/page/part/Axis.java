package handgrad.host.page.part;

/**
 * An axis of a chart.
 *
 * @param label the quantity, with its unit if it has one
 * @param scale how numbers become places
 * @param format how numbers are written
 * @param least where the axis begins, or null to let the data say
 * @param most where the axis ends, or null to let the data say
 */
public record Axis(String label, Scale scale, Format format, Double least, Double most) {
    /** How numbers become places. */
    public enum Scale {
        /** Equal steps for equal differences. */
        LINEAR,
        /** Equal steps for equal ratios. */
        LOGARITHMIC
    }

    /** How numbers are written. */
    public enum Format {
        /** With four significant digits. */
        NUMBER,
        /** As whole numbers. */
        COUNT,
        /** As a percentage. */
        PERCENT,
        /** As a duration. */
        SECONDS,
        /** As a number of bytes. */
        BYTES
    }

    /**
     * A linear axis that spans the data.
     *
     * @param label what it measures
     * @param format how its numbers are written
     * @return the axis
     */
    public static Axis linear(String label, Format format) {
        return new Axis(label, Scale.LINEAR, format, null, null);
    }

    /**
     * A logarithmic axis that spans the data.
     *
     * @param label what it measures
     * @param format how its numbers are written
     * @return the axis
     */
    public static Axis logarithmic(String label, Format format) {
        return new Axis(label, Scale.LOGARITHMIC, format, null, null);
    }

    /**
     * The same axis, starting at 0.
     *
     * @return the axis
     */
    public Axis fromZero() {
        return new Axis(label, scale, format, 0.0, most);
    }
}
