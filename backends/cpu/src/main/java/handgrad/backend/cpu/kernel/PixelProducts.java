package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.program.Shape;

/**
 * Products of pixels with a few rows of floats that read the bytes where they are in the data set. Floats of a batch would have to be written first and read
 * again, forward and backward, four times as many bytes as the pixels are. The sums are those of {@link Kernels#dual} and {@link Kernels#broadcast} over the
 * floats, in the same order, except that what is blank is left out where that changes nothing.
 */
public interface PixelProducts {
    /** How many columns {@link #gradientOfOne} computes at once. */
    int COLUMNS_OF_ONE = 4 * GroupLayout.LANES;

    /** How many columns {@link #gradientOfTen} computes at once. */
    int COLUMNS_OF_TEN = 2 * GroupLayout.LANES;

    /** The classes of a data set of digits. */
    int TEN = 10;

    /** Floats that {@link #dotsOfTen} works with: 16 sums for each sample of a group and each row. */
    int SCRATCH_OF_TEN = GroupLayout.LANES * TEN * GroupLayout.LANES;

    /** For how many pixels of a sample there are bits of ink. */
    int MOST_INK = Long.SIZE * GroupLayout.LANES;

    /** Whether there are products with weights of a shape [rows, columns]: one score, or ten classes of images of at most {@link #MOST_INK} pixels. */
    static boolean areThere(Shape weights) {
        final int rows = weights.dimension(0);
        return rows == 1 || rows == TEN && weights.dimension(1) <= MOST_INK;
    }

    /** The bits of ink of the whole stretches of 16 pixels of a sample. */
    static long wholeStretches(int width) {
        final int stretches = width / GroupLayout.LANES;
        return stretches == 0 ? 0 : -1L >>> Long.SIZE - stretches;
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
            byte[] pixels, int[] rows, int firstRow, int samples, PixelScaling factors, float[] w, int n, float[] sums);

    /**
     * Finds in which stretches of 16 pixels the samples of a group have ink, that is, anything but zeros: bit k of a sample for the pixels 16 k … 16 k + 15.
     * A last stretch of fewer pixels counts as inked.
     *
     * @param pixels the data set
     * @param rows where its samples begin
     * @param firstRow the place of the group's first sample
     * @param width pixels of a sample, at most {@link #MOST_INK}
     * @param ink receives the bits of the 16 samples, from {@code firstRow} on
     */
    void inkOfGroup(byte[] pixels, int[] rows, int firstRow, int width, long[] ink);

    /**
     * dots[at + 16 o + r] = Σ_c w[o · width + c] · x[r, c] for the 16 samples r of a group and ten rows o, over the stretches of 16 columns c that are whole: 16
     * sums in turn, each in the order of its columns, which {@link LaneSums#sum} adds up. A stretch without ink is left out, for it would add 0 · w = ±0 to
     * sums that are never −0, which changes none of them.
     *
     * @param pixels the data set
     * @param rows where its samples begin: 16 from {@code firstRow} on, of which the last may be the same
     * @param ink where they have ink ({@link #inkOfGroup})
     * @param firstRow the place of the group's first sample
     * @param factors make floats of the pixels
     * @param w the weights
     * @param width how many columns a row of weights has
     * @param scratch {@link #SCRATCH_OF_TEN} floats to work with
     * @param dots receives the sums
     * @param at where they begin
     */
    void dotsOfTen(
            byte[] pixels,
            int[] rows,
            long[] ink,
            int firstRow,
            PixelScaling factors,
            float[] w,
            int width,
            float[] scratch,
            float[] dots,
            int at);

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
            PixelScaling factors,
            float[] dy,
            int dyAt,
            float[] sums);

    /**
     * dw[o · width + column + c] = Σ_n dy[dyPlaces[n] + 16 o] · x[n, column + c] for 0 ≤ c &lt; 32, in the order of the samples.
     *
     * @param pixels the data set
     * @param rows where the samples begin that have ink in these columns
     * @param dyPlaces where the gradients of their logits begin, 16 floats apart
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
            int[] dyPlaces,
            int samples,
            int column,
            PixelScaling factors,
            float[] dy,
            float[] dw,
            int width);
}
