package handgrad.backend.cpu.kernel;

/**
 * Makes a float of a pixel b, 0 … 255, without a division: b · (s / 255), s the largest float, is b · high + b · low,
 * with one rounding of the second product and one of the sum. That is the nearest float to the true quotient, for all
 * 256 bytes and s = 1 as well as s = 255.
 *
 * @param high the float next to s / 255
 * @param low the float next to s / 255 − high
 */
public record PixelScaling(float high, float low) {
    private static final int LARGEST = 255;

    /** Those for the floats of the bytes 0 … 255. */
    public static PixelScaling of(float[] floatOfByte) {
        return new PixelScaling(high(floatOfByte), low(floatOfByte));
    }

    /** The float next to s / 255. */
    public static float high(float[] floatOfByte) {
        return (float) step(floatOfByte);
    }

    /** The float next to s / 255 − high. */
    public static float low(float[] floatOfByte) {
        final double step = step(floatOfByte);
        return (float) (step - (float) step);
    }

    private static double step(float[] floatOfByte) {
        return floatOfByte[LARGEST] / (double) LARGEST;
    }
}
