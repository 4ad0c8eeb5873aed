package handgrad.program;

/**
 * The square window that a convolution or a pooling moves over an image.
 *
 * @param size its edge in pixels
 * @param stride the distance between neighbouring windows, in pixels
 * @param padding the number of zero pixels around the image, on each side
 */
public record Window(int size, int stride, int padding) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the size or the stride is below 1, or the padding is not from 0 to size − 1
     */
    public Window {
        Require.that(size >= 1, "a window's size must be at least 1, not " + size);
        Require.that(stride >= 1, "a window's stride must be at least 1, not " + stride);
        Require.that(padding >= 0 && padding < size, "a window's padding must be from 0 to size − 1, not " + padding);
    }

    /**
     * The number of windows along an edge: ⌊(extent + 2·padding − size) / stride⌋ + 1.
     *
     * @param extent the image's height or width in pixels
     * @return the output's height or width
     * @throws IllegalArgumentException if the window is larger than the padded image
     */
    public int outputExtent(int extent) {
        final int room = extent + 2 * padding - size;
        Require.that(
                room >= 0, "a window of " + size + " does not fit an image of " + extent + " padded by " + padding);
        return room / stride + 1;
    }
}
