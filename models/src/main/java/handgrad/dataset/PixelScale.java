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
     * The pixels as floats.
     *
     * @param bytes each to be read as 0 … 255
     * @return as many floats, in the same order
     */
    public float[] toFloats(byte[] bytes) {
        final float[] floats = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            floats[i] = (bytes[i] & 0xff) / divisor;
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
