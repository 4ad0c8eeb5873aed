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
 * @param kernels the kernels of all connections, in the order of their weights
 * @param kernelRows for each row of a kernel the positions of dy whose windows have it inside the image
 */
public record ConvolutionWeightTiles(
        LanewiseTables tables, int weightRowStride, List<Piece> pieces, List<Kernel> kernels, List<Range> kernelRows) {
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

    /**
     * The kernel between an input and an output channel.
     *
     * @param row the output channel
     * @param position its first element
     */
    public record Kernel(int row, int position) {}

    /**
     * Consecutive positions of dy.
     *
     * @param first the first
     * @param end the one after the last
     */
    public record Range(int first, int end) {}

    /** For weights [O, C, k, k]. */
    public static ConvolutionWeightTiles of(GroupLayout x, GroupLayout dy, Window window) {
        final int area = window.size() * window.size();
        final List<Range> kernelRows = kernelRows(x, dy, window);
        final List<Piece> pieces = new ArrayList<>();
        for (int c = 0; c < x.channels(); c++) {
            addPieces(pieces, kernelRows, 0, dy.channels(), c * area);
        }
        final int[] inputs = IntStream.range(0, x.channels()).toArray();
        final List<Kernel> kernels = IntStream.range(0, dy.channels())
                .boxed()
                .flatMap(o -> IntStream.range(0, x.channels()).mapToObj(c -> new Kernel(o, c * area)))
                .toList();
        return new ConvolutionWeightTiles(
                tables(x, dy, window, inputs), x.channels() * area, sorted(pieces), kernels, kernelRows);
    }

    /** For weights [E, k, k], one kernel for each connection. */
    public static ConvolutionWeightTiles of(GroupLayout x, GroupLayout dy, Window window, ConnectionTable table) {
        final int area = window.size() * window.size();
        final List<Range> kernelRows = kernelRows(x, dy, window);
        final List<Piece> pieces = new ArrayList<>();
        for (int e = 0; e < table.connections(); e++) {
            addPieces(pieces, kernelRows, table.outputs()[e], 1, e * area);
        }
        final List<Kernel> kernels = IntStream.range(0, table.connections())
                .mapToObj(e -> new Kernel(table.outputs()[e], e * area))
                .toList();
        return new ConvolutionWeightTiles(
                tables(x, dy, window, table.inputs()), 0, sorted(pieces), kernels, kernelRows);
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

    private static List<Range> kernelRows(GroupLayout x, GroupLayout dy, Window window) {
        return IntStream.range(0, window.size())
                .mapToObj(u -> {
                    int first = 0;
                    while (first < dy.height() && first * window.stride() - window.padding() + u < 0) {
                        first++;
                    }
                    int end = dy.height();
                    while (end > first && (end - 1) * window.stride() - window.padding() + u >= x.height()) {
                        end--;
                    }
                    return new Range(first * dy.width(), end * dy.width());
                })
                .toList();
    }

    /** The tiles of the kernel that begins at a position, for some output channels. */
    private static void addPieces(List<Piece> pieces, List<Range> kernelRows, int row, int rows, int position) {
        final int size = kernelRows.size();
        for (int u = 0; u < size; u++) {
            for (final Tiling.Tile tile : Tiling.cut(rows, size, TileSizes.LANEWISE)) {
                pieces.add(new Piece(
                        tile.shape(),
                        row + tile.row(),
                        position + u * size + tile.position(),
                        kernelRows.get(u).first(),
                        kernelRows.get(u).end()));
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
