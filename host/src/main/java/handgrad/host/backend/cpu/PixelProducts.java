package handgrad.host.backend.cpu;

/**
 * Products of pixels with one row of floats that read the bytes where they are in the data set. Floats of a batch would have to be written first and read
 * again, forward and backward, four times as many bytes as the pixels are. The sums are those of {@link Kernels#dual} and {@link Kernels#broadcast} over the
 * floats, in the same order.
 */
interface PixelProducts {
    /** How many columns {@link #gradient} computes at once. */
    int COLUMNS = 4 * Grid.LANES;

    /**
     * sums[r · 16 + l] = Σ_k w[16 k + l] · x[r, 16 k + l] for the samples 0 ≤ r &lt; 16, in the order of k.
     *
     * @param pixels the data set
     * @param rows where its samples begin: 16, of which the last may be the same
     * @param samples how many there are; the sums after these, up to 16, may be written or not
     * @param factors make floats of the pixels
     * @param w the weights
     * @param n how many columns: a multiple of 16
     * @param sums receives 16 partial sums for each sample
     */
    void dots(byte[] pixels, int[] rows, int samples, PixelFactors factors, float[] w, int n, float[] sums);

    /**
     * sums[64 t + c] += Σ_n dy[dyAt + n] · x[n, columns[t] + c] for each t and 0 ≤ c &lt; 64, in the order of the samples.
     *
     * @param pixels the data set
     * @param rows where the samples begin
     * @param samples how many there are
     * @param columns where stretches of 64 columns begin
     * @param factors make floats of the pixels
     * @param dy the gradient of the scores
     * @param dyAt that of the first sample
     * @param sums the sums
     */
    void gradient(
            byte[] pixels,
            int[] rows,
            int samples,
            int[] columns,
            PixelFactors factors,
            float[] dy,
            int dyAt,
            float[] sums);
}
