package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.program.Window;

/**
 * The windows of a pooling, as offsets within a group.
 *
 * @param xPositions for each window, channel by channel, where its upper left element lies in the unpooled image
 * @param yPositions where its element lies in the pooled image
 * @param taps the elements of a window relative to its upper left one, in row-major order
 * @param places for each window the place of its upper left element in the channel, row · width + column
 * @param placeTaps for each tap its place relative to that
 * @param overlap whether an element can be in two windows
 * @param cover whether every element is in a window
 */
public record PoolingWindows(
        int[] xPositions, int[] yPositions, int[] taps, int[] places, int[] placeTaps, boolean overlap, boolean cover) {
    /** The windows that lead from grid x to grid y. */
    public static PoolingWindows of(GroupLayout x, GroupLayout y, Window window) {
        final int size = window.size();
        final int stride = window.stride();
        final int[] taps = new int[size * size];
        final int[] placeTaps = new int[size * size];
        for (int u = 0; u < size; u++) {
            for (int v = 0; v < size; v++) {
                taps[u * size + v] = u * x.rowStride() + v * GroupLayout.LANES;
                placeTaps[u * size + v] = u * x.width() + v;
            }
        }
        final int count = y.channels() * y.height() * y.width();
        final int[] xPositions = new int[count];
        final int[] places = new int[count];
        int w = 0;
        for (int c = 0; c < y.channels(); c++) {
            for (int i = 0; i < y.height(); i++) {
                for (int j = 0; j < y.width(); j++) {
                    xPositions[w] = x.offset(c, i * stride, j * stride);
                    places[w++] = i * stride * x.width() + j * stride;
                }
            }
        }
        final boolean cover = stride <= size
                && (y.height() - 1) * stride + size == x.height()
                && (y.width() - 1) * stride + size == x.width();
        return new PoolingWindows(xPositions, y.offsets(), taps, places, placeTaps, stride < size, cover);
    }

    /** Whether a gradient has to be cleared before windows are added to it. */
    public boolean needsClearing() {
        return overlap || !cover;
    }
}
