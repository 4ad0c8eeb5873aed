package handgrad.backend.cpu.layout;

import handgrad.program.LinearSums;
import handgrad.program.Shape;

/**
 * Where the elements of one group of samples lie: [channels][height][paddingColumns + width + paddingColumns][16], the
 * 16 samples of the group innermost. The padding columns hold zeros that nobody overwrites; a convolution reads its
 * horizontal padding there. There are no padding rows: a convolution leaves rows outside the image out of its sums.
 *
 * @param channels the number of channels, or of features where the tensor is no image
 * @param height the number of rows, 1 where the tensor is no image
 * @param width the number of columns, 1 where the tensor is no image
 * @param paddingColumns how many columns of zeros lie on each side
 */
public record GroupLayout(int channels, int height, int width, int paddingColumns) {
    /** How many samples a group has: 16, whatever the width of the processor's registers. */
    public static final int LANES = LinearSums.LANES;

    /**
     * The grid of a tensor.
     *
     * @param shape [B, C, H, W] for images; otherwise the samples' elements count as channels
     * @param paddingColumns the columns of zeros on each side, 0 unless the shape is that of images
     * @return the grid
     */
    public static GroupLayout of(Shape shape, int paddingColumns) {
        return shape.rank() == 4
                ? new GroupLayout(shape.dimension(1), shape.dimension(2), shape.dimension(3), paddingColumns)
                : new GroupLayout(shape.sampleSize(), 1, 1, 0);
    }

    /** The number of groups that hold a batch. */
    public static int groups(int batch) {
        return Math.ceilDiv(batch, LANES);
    }

    /** How many samples of a batch are in a group: 16, or fewer in the last one. */
    public static int samples(int batch, int group) {
        return Math.min(LANES, batch - group * LANES);
    }

    /** How many samples of a batch are in consecutive groups. */
    public static int samples(int batch, int firstGroup, int endGroup) {
        return Math.min(endGroup * LANES, batch) - firstGroup * LANES;
    }

    /** Floats from one row to the next. */
    public int rowStride() {
        return (width + 2 * paddingColumns) * LANES;
    }

    /** Floats from one channel to the next. */
    public int channelStride() {
        return height * rowStride();
    }

    /** Floats of one group. */
    public int groupStride() {
        return channels * channelStride();
    }

    /** Where the lanes of an element begin within the group. The column may be a padding column. */
    public int offset(int channel, int row, int column) {
        return channel * channelStride() + row * rowStride() + (column + paddingColumns) * LANES;
    }

    /** The offsets of a sample's elements in row-major order. */
    public int[] offsets() {
        final int[] offsets = new int[channels * height * width];
        int feature = 0;
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    offsets[feature++] = offset(c, i, j);
                }
            }
        }
        return offsets;
    }
}
