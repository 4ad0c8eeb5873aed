package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.program.Shape;

/**
 * Products of the data set's pixels with one or ten rows of weights, reading the bytes in place. Gathering a batch
 * would write and read four times as many bytes. The sums are those of {@link Kernels#lanewise} and
 * {@link Kernels#broadcast} over floats, in the same order, but blank pixels may be left out: they would add
 * 0 · w = ±0 to sums that are never −0, which changes none of them.
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

    /** The most pixels of a sample for {@link #findNonblank}: a bit of a long for each 16. */
    int MOST_PIXELS = Long.SIZE * GroupLayout.LANES;

    /** Whether a kernel exists for weights of this shape [rows, columns]: one row, or ten rows and small images. */
    static boolean areThere(Shape weights) {
        final int rows = weights.dimension(0);
        return rows == 1 || rows == TEN && weights.dimension(1) <= MOST_PIXELS;
    }

    /** The bits of the blocks of {@link #findNonblank} that have 16 pixels: all but perhaps the last. */
    static long wholeBlocks(int width) {
        final int blocks = width / GroupLayout.LANES;
        return blocks == 0 ? 0 : -1L >>> Long.SIZE - blocks;
    }

    /**
     * sums[16 r + l] = Σ_k w[16 k + l] · x[r, 16 k + l] for the samples r of a group, in the order of k.
     *
     * @param pixels the data set
     * @param rows where its samples begin: 16 from {@code firstRow} on, the last ones may repeat the last sample
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
     * Finds the blocks of 16 pixels that are not blank: bit k is 1 where any of the pixels 16 k … 16 k + 15 is nonzero.
     * A last block of fewer pixels counts as not blank.
     *
     * @param pixels the data set
     * @param rows where its samples begin
     * @param firstRow the place of the group's first sample
     * @param width pixels of a sample, at most {@link #MOST_PIXELS}
     * @param nonblank receives the bits of the 16 samples, from {@code firstRow} on
     */
    void findNonblank(byte[] pixels, int[] rows, int firstRow, int width, long[] nonblank);

    /**
     * dots[at + 16 o + r] = Σ_c w[o · width + c] · x[r, c] for the 16 samples r of a group and ten rows o, over the
     * blocks of 16 columns c that are whole: 16 interleaved partial sums, each in the order of its columns, which
     * {@link LaneSums#sum} adds up. Blank blocks are left out.
     *
     * @param pixels the data set
     * @param rows where its samples begin: 16 from {@code firstRow} on, the last ones may repeat the last sample
     * @param nonblank their blocks that are not blank ({@link #findNonblank})
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
            long[] nonblank,
            int firstRow,
            PixelScaling factors,
            float[] w,
            int width,
            float[] scratch,
            float[] dots,
            int at);

    /**
     * sums[64 t + c] += Σ_n dy[dyAt + n] · x[n, columns[t] + c] for each t and 0 ≤ c &lt; 64, in the order of the
     * samples n.
     *
     * @param pixels the data set
     * @param rows where the samples begin, from {@code firstRow} on
     * @param firstRow the place of the first sample
     * @param samples how many there are
     * @param columns where blocks of 64 columns begin
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
     * dw[o · width + column + c] = Σ_n dy[dyPlaces[n] + 16 o] · x[n, column + c] for 0 ≤ c &lt; 32, in the order of
     * samples n.
     *
     * @param pixels the data set
     * @param rows where the samples begin that are not blank in these columns
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
