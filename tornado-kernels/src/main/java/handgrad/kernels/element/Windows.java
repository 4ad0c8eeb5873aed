package handgrad.kernels.element;

/**
 * Index arithmetic of sliding windows along one edge of an image, for rows and columns alike. Output position i depends
 * on the input positions i·s − p + u for 0 ≤ u &lt; k. Padding is not stored; the ranges exclude positions outside the
 * image.
 */
public final class Windows {
    private Windows() {}

    /** The number of windows: ⌊(extent + 2p − k)/s⌋ + 1. */
    public static int count(int extent, int size, int stride, int padding) {
        return (extent + 2 * padding - size) / stride + 1;
    }

    /** The first u inside the image, for a window that starts at input position {@code start}: max(0, −start). */
    public static int firstTap(int start) {
        return Math.max(0, -start);
    }

    /** The exclusive end of the u inside the image: min(k, extent − start). */
    public static int endTap(int start, int size, int extent) {
        return Math.min(size, extent - start);
    }

    /**
     * The first window that contains an input position: the smallest i ≥ 0 with i·s + k &gt; position, which is
     * ⌈(position − k + 1)/s⌉.
     *
     * @param position the input position plus the padding
     */
    public static int firstWindow(int position, int size, int stride) {
        return Math.max(0, (position - size + stride) / stride);
    }

    /**
     * The exclusive end of the windows that contain an input position: i·s ≤ position, so i ≤ ⌊position/s⌋.
     *
     * @param position the input position plus the padding
     */
    public static int endWindow(int position, int stride, int count) {
        return Math.min(count, position / stride + 1);
    }

    /**
     * The first window whose element u is inside the image: the smallest i ≥ 0 with i·s − p + u ≥ 0, which is ⌈(p −
     * u)/s⌉.
     */
    public static int firstOutput(int u, int stride, int padding) {
        return Math.max(0, (padding - u + stride - 1) / stride);
    }

    /** The exclusive end of the windows whose element u is inside the image: i·s − p + u ≤ extent − 1. */
    public static int endOutput(int u, int extent, int stride, int padding, int count) {
        return Math.min(count, (extent - 1 + padding - u + stride) / stride);
    }
}
