package handgrad.host.data.digits;

import java.util.Arrays;

/** A grey picture that a round pen draws on, with smooth edges. */
final class DigitPicture {
    /** Rows and columns. */
    static final int SIDE = 28;

    static final int PIXELS = SIDE * SIDE;

    /** Square of the distance from the middle of each pixel to the nearest line, where the pen comes near. */
    private final double[] nearest = new double[PIXELS];

    /** Wipes the picture. */
    void clear() {
        Arrays.fill(nearest, Double.MAX_VALUE);
    }

    /**
     * Draws a chain of straight lines.
     *
     * @param chain x and y of each end in turn, in pixels
     * @param radius the pen's
     */
    void draw(double[] chain, double radius) {
        for (int i = 0; i + 3 < chain.length; i += 2) {
            line(chain[i], chain[i + 1], chain[i + 2], chain[i + 3], radius + 1);
        }
    }

    private void line(double fromX, double fromY, double toX, double toY, double reach) {
        final int left = Math.clamp((int) (Math.min(fromX, toX) - reach), 0, SIDE);
        final int right = Math.clamp((int) (Math.max(fromX, toX) + reach) + 1, 0, SIDE);
        final int top = Math.clamp((int) (Math.min(fromY, toY) - reach), 0, SIDE);
        final int bottom = Math.clamp((int) (Math.max(fromY, toY) + reach) + 1, 0, SIDE);
        final double alongX = toX - fromX;
        final double alongY = toY - fromY;
        final double squaredLength = alongX * alongX + alongY * alongY;
        final double inverse = squaredLength > 0 ? 1 / squaredLength : 0;
        for (int row = top; row < bottom; row++) {
            final double y = row + 0.5 - fromY;
            for (int column = left; column < right; column++) {
                final double x = column + 0.5 - fromX;
                final double share = Math.clamp((x * alongX + y * alongY) * inverse, 0.0, 1.0);
                final double offX = x - share * alongX;
                final double offY = y - share * alongY;
                final int pixel = row * SIDE + column;
                nearest[pixel] = Math.min(nearest[pixel], offX * offX + offY * offY);
            }
        }
    }

    /**
     * Inks what was drawn: full where the pen covers the pixel's middle by half a pixel, none half a pixel outside.
     *
     * @param radius the pen's
     * @param ink the value of full ink, 0 … 255
     * @param grain how much less ink a pixel may get, as a share
     * @param random the digit's random stream
     * @param pixels where the bytes go
     * @param offset the first of them
     */
    void develop(double radius, double ink, double grain, DigitRandom random, byte[] pixels, int offset) {
        final double reach = radius + 0.5;
        for (int i = 0; i < PIXELS; i++) {
            if (nearest[i] < reach * reach) {
                final double cover = Math.min(1, reach - Math.sqrt(nearest[i]));
                pixels[offset + i] = (byte) (ink * cover * (1 - random.between(0, grain)) + 0.5);
            }
        }
    }
}
