package handgrad.host.backend.cpu;

/**
 * Products of pixels with a few rows of floats that read the bytes where they are in the data set. Floats of a batch would have to be written first and read
 * again, forward and backward, four times as many bytes as the pixels are. The sums are those of {@link Kernels#dual} and {@link Kernels#broadcast} over the
 * floats, in the same order.
 */
interface PixelProducts {
    /** How many columns {@link #gradientOfOne} computes at once. */
    int COLUMNS_OF_ONE = 4 * Grid.LANES;

    /** How many columns {@link #gradientOfTen} computes at once. */
    int COLUMNS_OF_TEN = 2 * Grid.LANES;

    /** The classes of a data set of digits. */
    int TEN = 10;

    /** Whether there are products with so many rows: one score, or ten classes. */
    static boolean areThere(int rows) {
        return rows == 1 || rows == TEN;
    }

    /**
     * sums[r · 16 + l] = Σ_k w[16 k + l] · x[r, 16 k + l] for the samples r of a group, in the order of k.
     *
     * @param pixels the data set
     * @param rows where its samples begin: 16 from {@code firstRow} on, of which the last may be the same
     * @param firstRow the place of the group's first sample
     * @param samples how many there are; the sums after these, up to 16, may be written or not
     * @param factors make floats of the pixels
     * @param w the weights
     * @param n how many columns: a multiple of 16
     * @param sums receives 16 partial sums for each sample
     */
    void dotsOfOne(
            byte[] pixels, int[] rows, int firstRow, int samples, PixelFactors factors, float[] w, int n, float[] sums);

    /**
     * sums[(10 r + o) · 16 + l] = Σ_k w[o · width + 16 k + l] · x[r, 16 k + l], otherwise as {@link #dotsOfOne}.
     *
     * @param width how many columns a row of weights has
     * @param n how many of them are wanted: a multiple of 16
     */
    void dotsOfTen(
            byte[] pixels,
            int[] rows,
            int firstRow,
            int samples,
            PixelFactors factors,
            float[] w,
            int width,
            int n,
            float[] sums);

    /**
     * sums[64 t + c] += Σ_n dy[dyAt + n] · x[n, columns[t] + c] for each t and 0 ≤ c &lt; 64, in the order of the samples.
     *
     * @param pixels the data set
     * @param rows where the samples begin, from {@code firstRow} on
     * @param firstRow the place of the first sample
     * @param samples how many there are
     * @param columns where stretches of 64 columns begin
     * @param factors make floats of the pixels
     * @param dy the gradient of the scores
     * @param dyAt that of the first sample
     * @param sums the sums
     */
    void gradientOfOne(
            byte[] pixels,
            int[] rows,
            int firstRow,
            int samples,
            int[] columns,
            PixelFactors factors,
            float[] dy,
            int dyAt,
            float[] sums);

    /**
     * dw[o · width + column + c] = Σ_n dy[10 n + o] · x[n, column + c] for 0 ≤ c &lt; 32, in the order of the samples.
     *
     * @param pixels the data set
     * @param rows where the samples begin
     * @param samples how many there are
     * @param column the first column
     * @param factors make floats of the pixels
     * @param dy the gradients of the logits
     * @param dw receives the weight gradient
     * @param width how many columns a row of weights has
     */
    void gradientOfTen(
            byte[] pixels,
            int[] rows,
            int samples,
            int column,
            PixelFactors factors,
            float[] dy,
            float[] dw,
            int width);
}
