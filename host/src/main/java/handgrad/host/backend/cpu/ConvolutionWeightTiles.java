package handgrad.host.backend.cpu;

import handgrad.host.backend.cpu.ConvolutionWeightStep.Piece;
import handgrad.program.ConnectionTable;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the weight gradient of a convolution is cut into tiles.
 *
 * @param tables rows: output channels; positions: kernel elements, numbered as the weights are; taps: positions of dy
 * @param weightRowStride weights from an output channel to the next, 0 if the position tells it all
 * @param pieces the tiles
 */
record ConvolutionWeightTiles(DualTables tables, int weightRowStride, List<Piece> pieces) {
    /** Sorts the tiles, so that those of the same output channels follow each other and share dy in the cache. */
    ConvolutionWeightTiles {
        pieces = pieces.stream()
                .sorted(Comparator.comparingInt(Piece::row).thenComparingInt(Piece::position))
                .toList();
    }

    /** For weights [O, C, k, k]. */
    static ConvolutionWeightTiles of(Grid x, Grid dy, Window window) {
        final int size = window.size();
        final List<Piece> pieces = new ArrayList<>();
        for (int c = 0; c < x.channels(); c++) {
            for (int u = 0; u < size; u++) {
                addPieces(pieces, x, dy, window, u, 0, dy.channels(), (c * size + u) * size);
            }
        }
        return new ConvolutionWeightTiles(
                tables(x, dy, window, IntStream.range(0, x.channels()).toArray()), x.channels() * size * size, pieces);
    }

    /** For weights [E, k, k], one kernel for each connection. */
    static ConvolutionWeightTiles of(Grid x, Grid dy, Window window, ConnectionTable table) {
        final int size = window.size();
        final int[] inputs = table.inputs();
        final int[] outputs = table.outputs();
        final List<Piece> pieces = new ArrayList<>();
        for (int e = 0; e < table.connections(); e++) {
            for (int u = 0; u < size; u++) {
                addPieces(pieces, x, dy, window, u, outputs[e], 1, (e * size + u) * size);
            }
        }
        return new ConvolutionWeightTiles(tables(x, dy, window, inputs), 0, pieces);
    }

    private static void addPieces(
            List<Piece> pieces, Grid x, Grid dy, Window window, int kernelRow, int row, int rows, int position) {
        int first = 0;
        while (first < dy.height() && first * window.stride() - window.padding() + kernelRow < 0) {
            first++;
        }
        int end = dy.height();
        while (end > first && (end - 1) * window.stride() - window.padding() + kernelRow >= x.height()) {
            end--;
        }
        for (final Tiling.Tile tile : Tiling.cut(rows, window.size(), Tiling.DUAL)) {
            pieces.add(new Piece(
                    tile.shape(), row + tile.row(), position + tile.position(), first * dy.width(), end * dy.width()));
        }
    }

    /** The tables for kernels that look at these input channels. */
    private static DualTables tables(Grid x, Grid dy, Window window, int[] inputs) {
        final int size = window.size();
        final int area = dy.height() * dy.width();
        final int[] dyTaps = new int[area];
        final int[] xTaps = new int[area];
        for (int i = 0; i < dy.height(); i++) {
            for (int j = 0; j < dy.width(); j++) {
                dyTaps[i * dy.width() + j] = dy.offset(0, i, j);
                xTaps[i * dy.width() + j] = i * window.stride() * x.rowStride() + j * window.stride() * Grid.LANES;
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
        return new DualTables(dyRows, dyTaps, xPositions, xTaps);
    }
}
