package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.program.ConnectionTable;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The weight gradient of a convolution, cut into tiles of output channels × columns of one kernel row.
 *
 * @param tables rows: output channels; positions: kernel elements, numbered as the weights are; taps: positions of dy
 * @param weightRowStride weights from an output channel to the next, 0 if the position tells it all
 * @param pieces the tiles, those of the same output channels one after the other: they share dy in the cache
 */
public record ConvolutionWeightTiles(LanewiseTables tables, int weightRowStride, List<Piece> pieces) {
    /**
     * A tile.
     *
     * @param shape output channels × kernel columns
     * @param row the first output channel
     * @param position the first kernel element, numbered as the weights are
     * @param firstTap the first position of dy whose window has this kernel row inside the image
     * @param endTap the position after the last
     */
    record Piece(TileShape shape, int row, int position, int firstTap, int endTap) {}

    /** For weights [O, C, k, k]. */
    public static ConvolutionWeightTiles of(GroupLayout x, GroupLayout dy, Window window) {
        final int area = window.size() * window.size();
        final List<Piece> pieces = new ArrayList<>();
        for (int c = 0; c < x.channels(); c++) {
            addPieces(pieces, x, dy, window, 0, dy.channels(), c * area);
        }
        final int[] inputs = IntStream.range(0, x.channels()).toArray();
        return new ConvolutionWeightTiles(tables(x, dy, window, inputs), x.channels() * area, sorted(pieces));
    }

    /** For weights [E, k, k], one kernel for each connection. */
    public static ConvolutionWeightTiles of(GroupLayout x, GroupLayout dy, Window window, ConnectionTable table) {
        final int area = window.size() * window.size();
        final List<Piece> pieces = new ArrayList<>();
        for (int e = 0; e < table.connections(); e++) {
            addPieces(pieces, x, dy, window, table.outputs()[e], 1, e * area);
        }
        return new ConvolutionWeightTiles(tables(x, dy, window, table.inputs()), 0, sorted(pieces));
    }

    private static List<Piece> sorted(List<Piece> pieces) {
        return pieces.stream()
                .sorted(Comparator.comparingInt(Piece::row).thenComparingInt(Piece::position))
                .toList();
    }

    /** The weights of a tile, row by row. */
    IntStream weights(Piece piece) {
        return IntStream.range(0, piece.shape().rows()).flatMap(r -> {
            final int first = (piece.row() + r) * weightRowStride + piece.position();
            return IntStream.range(first, first + piece.shape().positions());
        });
    }

    /** The tiles of the kernel that begins at a position, for some output channels. */
    private static void addPieces(
            List<Piece> pieces, GroupLayout x, GroupLayout dy, Window window, int row, int rows, int position) {
        final int size = window.size();
        for (int u = 0; u < size; u++) {
            // dy's rows whose windows have kernel row u inside the image.
            int first = 0;
            while (first < dy.height() && first * window.stride() - window.padding() + u < 0) {
                first++;
            }
            int end = dy.height();
            while (end > first && (end - 1) * window.stride() - window.padding() + u >= x.height()) {
                end--;
            }
            for (final Tiling.Tile tile : Tiling.cut(rows, size, TileSizes.LANEWISE)) {
                pieces.add(new Piece(
                        tile.shape(),
                        row + tile.row(),
                        position + u * size + tile.position(),
                        first * dy.width(),
                        end * dy.width()));
            }
        }
    }

    /** The tables for kernels that look at these input channels. */
    private static LanewiseTables tables(GroupLayout x, GroupLayout dy, Window window, int[] inputs) {
        final int size = window.size();
        final int area = dy.height() * dy.width();
        final int[] dyTaps = new int[area];
        final int[] xTaps = new int[area];
        for (int i = 0; i < dy.height(); i++) {
            for (int j = 0; j < dy.width(); j++) {
                dyTaps[i * dy.width() + j] = dy.offset(0, i, j);
                xTaps[i * dy.width() + j] =
                        i * window.stride() * x.rowStride() + j * window.stride() * GroupLayout.LANES;
            }
        }
        final int[] xPositions = new int[inputs.length * size * size];
        int position = 0;
        for (final int channel : inputs) {
            for (int u = 0; u < size; u++) {
                for (int v = 0; v < size; v++) {
                    xPositions[position++] = x.offset(channel, u - window.padding(), v - window.padding());
                }
            }
        }
        final int[] dyRows = IntStream.range(0, dy.channels())
                .map(o -> o * dy.channelStride())
                .toArray();
        return new LanewiseTables(dyRows, dyTaps, xPositions, xTaps);
    }
}
