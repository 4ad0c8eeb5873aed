package handgrad.dataset;

/** What a pixel's byte, 0 (background) to 255 (ink), becomes as a float. */
public enum PixelScale {
    /** Divided by 255, to 0 … 1. */
    UNIT(255f),
    /** As it is, 0 … 255. */
    RAW(1f);

    private final float divisor;

    PixelScale(float divisor) {
        this.divisor = divisor;
    }

    /**
     * A pixel as a float.
     *
     * @param pixel to be read as 0 … 255
     * @return its value
     */
    public float toFloat(byte pixel) {
        return (pixel & 0xff) / divisor;
    }

    /**
     * What each byte becomes.
     *
     * @return 256 floats, of the bytes 0 … 255
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
     * @param bytes each to be read as 0 … 255
     * @return as many floats, in the same order
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
