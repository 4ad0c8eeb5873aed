package handgrad.dataset;

/** Converts a pixel's byte, 0 (background) to 255 (ink), to a float. */
public enum PixelScale {
    /** Divided by 255, to 0 … 1. */
    UNIT(255f),
    /** Unscaled, 0 … 255. */
    RAW(1f);

    private final float divisor;

    PixelScale(float divisor) {
        this.divisor = divisor;
    }

    /**
     * A pixel as a float.
     *
     * @param pixel unsigned, 0 … 255
     * @return its value
     */
    public float toFloat(byte pixel) {
        return (pixel & 0xff) / divisor;
    }

    /**
     * The float of each byte value.
     *
     * @return 256 floats, for the bytes 0 … 255
     */
    public float[] table() {
        final float[] table = new float[1 << Byte.SIZE];
        for (int value = 0; value < table.length; value++) {
            table[value] = toFloat((byte) value);
        }
        return table;
    }

    /**
     * The pixels as floats.
     *
     * @param bytes unsigned, 0 … 255 each
     * @return the floats, in the same order
     */
    public float[] toFloats(byte[] bytes) {
        final float[] table = table();
        final float[] floats = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            floats[i] = table[bytes[i] & 0xff];
        }
        return floats;
    }

    /**
     * The largest value a pixel can have.
     *
     * @return 1 or 255
     */
    public float largest() {
        return 255f / divisor;
    }
}
