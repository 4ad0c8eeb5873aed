package handgrad.host.backend.cpu;

/**
 * Products of pixels with one row of floats that read the bytes where they are in the data set. Floats of a batch would have to be written first and read
 * again, forward and backward, four times as many bytes as the pixels are. The sums are those of {@link Kernels#dual} and {@link Kernels#broadcast} over the
 * floats, in the same order.
 */
interface PixelProducts {
    /** For how many samples {@link #dots} computes at once. */
    int ROWS = 4;

    /** How many columns {@link #gradient} computes at once. */
    int COLUMNS = 4 * Grid.LANES;

    /**
     * sums[(row + r) · 16 + l] = Σ_k w[16 k + l] · x[r, 16 k + l] for the samples 0 ≤ r &lt; 4, in the order of k.
     *
     * @param pixels the data set
     * @param rows where its samples begin
     * @param row the first of the samples in rows
     * @param floatOfByte as in {@link Kernels#pixels}
     * @param w the weights
     * @param n how many columns: a multiple of 16
     * @param sums receives 16 partial sums for each sample
     */
    void dots(byte[] pixels, int[] rows, int row, float[] floatOfByte, float[] w, int n, float[] sums);

    /**
     * sums[at + c] += Σ_n dy[dyAt + n] · x[n, column + c] for 0 ≤ c &lt; 64, in the order of the samples.
     *
     * @param pixels the data set
     * @param rows where the samples begin
     * @param samples how many there are
     * @param column the first column
     * @param floatOfByte as in {@link Kernels#pixels}
     * @param dy the gradient of the scores
     * @param dyAt that of the first sample
     * @param sums the sums
     * @param at the first of them
     */
    void gradient(
            byte[] pixels,
            int[] rows,
            int samples,
            int column,
            float[] floatOfByte,
            float[] dy,
            int dyAt,
            float[] sums,
            int at);
}
