package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastProduct.Piece;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.TileSizes;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.kernel.Tiling.Tile;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.layout.RowsPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The gradient of wide weights and their update at once, w[o, c] += −η Σ_n dy[n, o] x[n, c], by blocks of rows (outputs) and of columns (inputs).
 * 16 neighbouring weights are a sum over the samples of scalars times 16 neighbouring inputs, so x is row-major. A weight is updated with the sum
 * that is still in a register; where the usual tile does not fit, the sums go by way of a small array.
 */
final class WideUpdate {
    /** Rows and positions of the small array, in which a row or position goes by its remainder: as many as a tile of these has. */
    private static final int ASIDE_ROWS = 12;

    private static final int ASIDE_POSITIONS = 4;

    /** The tiles that may make up a block. */
    private static final List<Tiling.TileShape> SHAPES = TileSizes.BROADCAST.stream()
            .filter(shape -> shape.rows() <= ASIDE_ROWS && shape.positions() <= ASIDE_POSITIONS)
            .toList();

    private final Kernels kernels;
    private final RowsPlace x;
    private final GroupedPlace dy;
    private final FloatStore w;
    private final FloatStore rate;
    private final Columns columns;
    private final int[] samples;
    private final NonzeroSamples taps;
    private final int[] rowStarts;
    private final int[] columnStarts;
    private final Map<Size, Direct> directs = new HashMap<>();
    private final List<List<Block>> blocks = new ArrayList<>();
    private final BroadcastCall[] asides;

    /** How many rows and vectors a block has. */
    private record Size(int rows, int vectors) {}

    /** What of blocks of one size is updated where it lies, relative to the block's first row and column; a call for each worker. */
    private record Direct(BroadcastProduct product, BroadcastCall[] calls) {}

    /** A block: what is updated where it lies, and the tiles that go by way of the small array. */
    private record Block(Direct direct, List<Piece> aside) {}

    /**
     * An update.
     *
     * @param rowStarts the first row of each block of rows, and the number of rows
     * @param columnStarts the first of each block of columns in vectors of {@link Columns}, and their number
     * @param nonzeros which elements of x are not zero, if it is worth asking; only where there is one block of columns
     */
    WideUpdate(
            Kernels kernels,
            int workers,
            int batch,
            RowsPlace x,
            GroupedPlace dy,
            FloatStore w,
            FloatStore rate,
            int[] rowStarts,
            int[] columnStarts,
            Optional<IntPlace> nonzeros) {
        this.kernels = kernels;
        this.x = x;
        this.dy = dy;
        this.w = w;
        this.rate = rate;
        this.columns = Columns.of(x.width());
        this.samples = IntStream.range(0, batch)
                .map(n -> dy.at(n / GroupLayout.LANES) + n % GroupLayout.LANES)
                .toArray();
        this.taps = new NonzeroSamples(nonzeros, samples, x.offsets(), columns);
        this.rowStarts = rowStarts;
        this.columnStarts = columnStarts;
        for (int r = 0; r + 1 < rowStarts.length; r++) {
            final List<Block> row = new ArrayList<>();
            for (int c = 0; c + 1 < columnStarts.length; c++) {
                row.add(block(workers, rowStarts[r + 1] - rowStarts[r], columnStarts[c], columnStarts[c + 1]));
            }
            blocks.add(row);
        }
        taps.noted(workers);
        directs.values()
                .forEach(direct -> Arrays.setAll(
                        direct.calls,
                        worker -> new BroadcastProduct(taps.of(worker, direct.product.tables()), direct.product.tiles())
                                .call(kernels)));
        this.asides = new BroadcastCall[workers];
        Arrays.setAll(
                asides,
                worker -> new BroadcastCall(taps.of(worker, asideTables()), kernels.broadcastWorkspace(SHAPES)));
        for (final BroadcastCall call : asides) {
            call.init = new float[GroupLayout.LANES];
            call.y = new float[ASIDE_ROWS * ASIDE_POSITIONS * GroupLayout.LANES];
        }
    }

    private BroadcastTables asideTables() {
        final int[] froms = columns.froms();
        final int[] outputs = dy.grid().offsets();
        return BroadcastTables.of(
                outputs,
                samples,
                froms,
                x.offsets(),
                IntStream.range(0, outputs.length).map(WideUpdate::asideRow).toArray(),
                IntStream.range(0, froms.length).map(WideUpdate::asidePosition).toArray());
    }

    private static int asideRow(int row) {
        return row % ASIDE_ROWS * ASIDE_POSITIONS * GroupLayout.LANES;
    }

    private static int asidePosition(int position) {
        return position % ASIDE_POSITIONS * GroupLayout.LANES;
    }

    /** Cuts the rows from the first of a block on, and the vectors from {@code first} to {@code end} with the edges beside them. */
    private Block block(int workers, int rows, int first, int end) {
        final Map<Boolean, List<Tile>> tiles = Tiling.cut(rows, end - first, SHAPES).stream()
                .collect(Collectors.partitioningBy(tile -> TileSizes.UPDATE.contains(tile.shape())));
        final List<Piece> aside = new ArrayList<>();
        tiles.get(false).forEach(tile -> aside.add(aside(tile, first)));
        final int firstEdge = first == 0 ? columns.vectors() : columns.vectors() + columns.leftEdges();
        final int endEdge = end == columns.vectors() ? columns.froms().length : columns.vectors() + columns.leftEdges();
        Tiling.cut(rows, endEdge - firstEdge, SHAPES).forEach(tile -> aside.add(aside(tile, firstEdge)));
        aside.forEach(tile -> kernels.queueWarmUp(new KernelUse.BroadcastTile(tile.shape())));
        return new Block(
                directs.computeIfAbsent(new Size(rows, end - first), size -> direct(workers, size, tiles.get(true))),
                aside);
    }

    /** A tile whose positions are the vectors with the same numbers. */
    private Piece aside(Tile tile, int first) {
        final int position = first + tile.position();
        return piece(
                tile.shape(),
                tile.row(),
                position,
                IntStream.range(position, position + tile.shape().positions()));
    }

    private Piece piece(Tiling.TileShape shape, int row, int position, IntStream vectors) {
        final int firstTap = taps.firstTap(vectors.boxed().toList());
        return new Piece(shape, row, position, firstTap, firstTap + samples.length);
    }

    /** Tiles row by row of tiles, so that the rows of weights are gone through in order. */
    private Direct direct(int workers, Size size, List<Tile> tiles) {
        final int[] vectors =
                IntStream.range(0, size.vectors).map(v -> v * GroupLayout.LANES).toArray();
        final BroadcastProduct product = kernels.arrange(new BroadcastProduct(
                BroadcastTables.of(
                        dy.grid().offsets(),
                        samples,
                        vectors,
                        x.offsets(),
                        IntStream.range(0, size.rows).map(o -> o * x.width()).toArray(),
                        vectors),
                tiles.stream()
                        .sorted(Comparator.comparingInt(Tile::row).thenComparingInt(Tile::position))
                        .map(tile -> new Piece(tile.shape(), tile.row(), tile.position(), 0, samples.length))
                        .toList()));
        product.tiles().forEach(piece -> kernels.queueWarmUp(new KernelUse.UpdateTile(piece.shape())));
        final List<Piece> pieces = product.tiles().stream()
                .map(piece -> piece(
                        piece.shape(),
                        piece.row(),
                        piece.position(),
                        Arrays.stream(product.tables().xPositions())
                                .skip(piece.position())
                                .limit(piece.shape().positions())
                                .map(at -> at / GroupLayout.LANES)))
                .toList();
        return new Direct(new BroadcastProduct(product.tables(), pieces), new BroadcastCall[workers]);
    }

    /** Updates a block. */
    void run(int worker, int rowBlock, int columnBlock) {
        final float factor = -rate.values[0];
        final int row = rowStarts[rowBlock];
        final Block block = blocks.get(rowBlock).get(columnBlock);
        final BroadcastCall update = block.direct.calls[worker];
        update.a = dy.values(0);
        update.firstARow = row;
        update.x = x.values(0);
        update.xBase = columns.froms()[columnStarts[columnBlock]];
        update.y = w.values;
        update.yBase = row * x.width() + update.xBase;
        taps.find(worker);
        final List<Piece> pieces = block.direct.product.tiles();
        for (int p = 0; p < pieces.size(); p++) {
            final Piece piece = pieces.get(p);
            final int endTap = taps.endTap(worker, piece.firstTap());
            if (endTap > piece.firstTap()) {
                kernels.update(update, factor, piece.shape(), piece.row(), piece.position(), piece.firstTap(), endTap);
            }
        }
        final BroadcastCall aside = asides[worker];
        aside.a = update.a;
        aside.x = update.x;
        for (int t = 0; t < block.aside.size(); t++) {
            final Piece tile = block.aside.get(t);
            final int endTap = taps.endTap(worker, tile.firstTap());
            if (endTap > tile.firstTap()) {
                kernels.broadcast(aside, tile.shape(), row + tile.row(), tile.position(), tile.firstTap(), endTap);
                add(factor, aside.y, tile.shape(), row + tile.row(), tile.position());
            }
        }
    }

    /** Adds what of a tile's sums belongs to weights of its positions. */
    private void add(float factor, float[] sums, Tiling.TileShape shape, int row, int position) {
        for (int o = row; o < row + shape.rows(); o++) {
            for (int p = position; p < position + shape.positions(); p++) {
                final int from = columns.froms()[p];
                final int first = columns.firsts()[p];
                final int sumsAt = asideRow(o) + asidePosition(p) + first - from;
                final int at = o * x.width() + first;
                for (int c = 0; c < columns.ends()[p] - first; c++) {
                    w.values[at + c] = Math.fma(factor, sums[sumsAt + c], w.values[at + c]);
                }
            }
        }
    }

    /**
     * How rows of weights are cut into vectors of 16. Vectors begin with a cache line: where 16 divides the row, the first does so at column
     * {@link FloatStore#LEAD}. The columns before the first and after the last are edges: for these, a vector that reaches over others is
     * summed, and only the edge's part of it is used.
     *
     * @param vectors how many vectors there are beside the edges
     * @param leftEdges 1 if there is an edge before the vectors, else 0
     * @param froms where each vector begins; after the vectors come the edges'
     * @param firsts the first column of each that is used
     * @param ends the column after the last that is used
     */
    record Columns(int vectors, int leftEdges, int[] froms, int[] firsts, int[] ends) {
        static Columns of(int inputs) {
            final int lead = inputs % GroupLayout.LANES == 0 && inputs >= 2 * GroupLayout.LANES ? FloatStore.LEAD : 0;
            final int vectors = (inputs - lead) / GroupLayout.LANES;
            final int end = lead + vectors * GroupLayout.LANES;
            final int rightEdges = end < inputs ? 1 : 0;
            final int leftEdges = lead > 0 ? 1 : 0;
            final int[] froms = new int[vectors + leftEdges + rightEdges];
            final int[] firsts = new int[froms.length];
            final int[] ends = new int[froms.length];
            for (int v = 0; v < vectors; v++) {
                froms[v] = lead + v * GroupLayout.LANES;
                firsts[v] = froms[v];
                ends[v] = froms[v] + GroupLayout.LANES;
            }
            if (leftEdges > 0) {
                ends[vectors] = lead;
            }
            if (rightEdges > 0) {
                froms[froms.length - 1] = inputs - GroupLayout.LANES;
                firsts[froms.length - 1] = end;
                ends[froms.length - 1] = inputs;
            }
            return new Columns(vectors, leftEdges, froms, firsts, ends);
        }

        /** The first column of a block that begins with a vector, with the edge beside it. */
        int column(int vector) {
            return vector == 0 ? 0 : vector == vectors ? ends[ends.length - 1] : froms[vector];
        }
    }
}
