package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.BroadcastProduct.Piece;
import handgrad.backend.cpu.kernel.ConvolutionAxis.Tap;
import handgrad.backend.cpu.layout.GroupLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Cuts a convolution, or its input gradient, into tiles of output channels times neighbouring columns. Kernel rows that
 * fall outside the image are left out. Kernel columns that do are left out where the whole tile agrees; otherwise they
 * read zeros from the padding columns.
 */
final class ConvolutionTiles {
    /**
     * An input channel that goes into an output channel.
     *
     * @param from where the input channel begins in its grid
     * @param weights where its kernel begins, relative to the output channel's own offset
     */
    record Source(int from, int weights) {}

    /**
     * Output channels that are computed from the same sources.
     *
     * @param first the first output channel
     * @param count how many follow each other
     * @param sources their input channels, in the order of summation
     */
    record Channels(int first, int count, List<Source> sources) {}

    private final GroupLayout x;
    private final GroupLayout y;
    private final ConvolutionAxis vertical;
    private final ConvolutionAxis horizontal;
    private final int kernelSize;

    private final List<Integer> xPositions = new ArrayList<>();
    private final List<Integer> yPositions = new ArrayList<>();
    private final List<Integer> xTaps = new ArrayList<>();
    private final List<Integer> aTaps = new ArrayList<>();
    private final Map<List<Object>, int[]> tapRanges = new HashMap<>();
    private final List<Piece> pieces = new ArrayList<>();

    private ConvolutionTiles(
            GroupLayout x, GroupLayout y, ConvolutionAxis vertical, ConvolutionAxis horizontal, int kernelSize) {
        this.x = x;
        this.y = y;
        this.vertical = vertical;
        this.horizontal = horizontal;
        this.kernelSize = kernelSize;
    }

    /**
     * Plans the product y = init + Σ w · x.
     *
     * @param x where the input lies
     * @param y where the output goes
     * @param vertical which rows go into which
     * @param horizontal which columns go into which
     * @param kernelSize the kernel's edge
     * @param weightRows for each output channel where its weights begin
     * @param channels all output channels, by common sources
     * @return the product, its rows being the output channels
     */
    static BroadcastProduct plan(
            GroupLayout x,
            GroupLayout y,
            ConvolutionAxis vertical,
            ConvolutionAxis horizontal,
            int kernelSize,
            int[] weightRows,
            List<Channels> channels) {
        final ConvolutionTiles tiles = new ConvolutionTiles(x, y, vertical, horizontal, kernelSize);
        tiles.addAll(channels);
        final int[] yRows =
                IntStream.range(0, y.channels()).map(c -> y.offset(c, 0, 0)).toArray();
        return new BroadcastProduct(
                BroadcastTables.of(
                        weightRows,
                        ints(tiles.aTaps),
                        ints(tiles.xPositions),
                        ints(tiles.xTaps),
                        yRows,
                        ints(tiles.yPositions)),
                List.copyOf(tiles.pieces));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private void addAll(List<Channels> channels) {
        final List<List<Integer>> tiles = new ArrayList<>();
        for (int phase = 0; phase < horizontal.taps().size(); phase++) {
            final List<Integer> columns = horizontal.outputsOf(phase);
            int from = 0;
            for (final int width : widths(columns, channels)) {
                tiles.add(columns.subList(from, from + width));
                from += width;
            }
        }
        for (int row = 0; row < vertical.outputs(); row++) {
            for (final List<Integer> columns : tiles) {
                addTile(row, columns, channels);
            }
        }
    }

    /** The cheapest division of columns into tiles, each as wide as some kernel. */
    private List<Integer> widths(List<Integer> columns, List<Channels> channels) {
        final double[] best = new double[columns.size() + 1];
        final int[] chosen = new int[columns.size() + 1];
        for (int end = 1; end <= columns.size(); end++) {
            best[end] = Double.POSITIVE_INFINITY;
            for (int width = 1; width <= Math.min(end, 6); width++) {
                final double cost = best[end - width] + cost(columns.subList(end - width, end), channels);
                if (cost < best[end]) {
                    best[end] = cost;
                    chosen[end] = width;
                }
            }
        }
        final List<Integer> widths = new ArrayList<>();
        for (int end = columns.size(); end > 0; end -= chosen[end]) {
            widths.add(chosen[end]);
        }
        return widths.reversed();
    }

    private double cost(List<Integer> columns, List<Channels> channels) {
        final List<Tap> taps = columnTaps(columns);
        for (final int column : columns) {
            for (final Tap tap : taps) {
                final int input = horizontal.bases()[column] + tap.shift();
                if (input < -x.paddingColumns() || input >= x.width() + x.paddingColumns()) {
                    return Double.POSITIVE_INFINITY;
                }
            }
        }
        double cost = 0;
        for (final Channels group : channels) {
            cost += Tiling.costOfColumn(group.count(), columns.size(), TileSizes.BROADCAST)
                    * (0.5 + group.sources().size() * taps.size());
        }
        return cost;
    }

    /** The taps that at least one of the columns needs. */
    private List<Tap> columnTaps(List<Integer> columns) {
        final Map<Integer, Tap> taps = new TreeMap<>();
        for (final int column : columns) {
            for (final Tap tap : horizontal.tapsAt(column)) {
                taps.put(tap.kernel(), tap);
            }
        }
        return List.copyOf(taps.values());
    }

    private void addTile(int row, List<Integer> columns, List<Channels> channels) {
        final int position = xPositions.size();
        for (final int column : columns) {
            xPositions.add(vertical.bases()[row] * x.rowStride()
                    + (horizontal.bases()[column] + x.paddingColumns()) * GroupLayout.LANES);
            yPositions.add(y.offset(0, row, column));
        }
        final List<Tap> rowTaps = vertical.tapsAt(row);
        final List<Tap> columnTaps = columnTaps(columns);
        for (final Channels group : channels) {
            final int[] range = tapRanges.computeIfAbsent(
                    List.of(group, rowTaps, columnTaps), _ -> addTaps(group, rowTaps, columnTaps));
            int first = group.first();
            for (final Tiling.TileShape shape : Tiling.column(group.count(), columns.size(), TileSizes.BROADCAST)) {
                pieces.add(new Piece(shape, first, position, range[0], range[1]));
                first += shape.rows();
            }
        }
    }

    private int[] addTaps(Channels group, List<Tap> rowTaps, List<Tap> columnTaps) {
        final int first = xTaps.size();
        for (final Source source : group.sources()) {
            for (final Tap u : rowTaps) {
                for (final Tap v : columnTaps) {
                    xTaps.add(source.from() + u.shift() * x.rowStride() + v.shift() * GroupLayout.LANES);
                    aTaps.add(source.weights() + u.kernel() * kernelSize + v.kernel());
                }
            }
        }
        return new int[] {first, xTaps.size()};
    }
}
