package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastProduct.Piece;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.TileSizes;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.backend.cpu.step.StepContext;
import handgrad.backend.cpu.step.linear.OutputGradient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The gradient of wide weights and their update at once, w[o, c] += −η Σ_n dy[n, o] · x[n, c], by blocks of rows
 * (outputs) and of columns (inputs). 16 neighbouring weights are one sum over the samples of scalars times 16
 * neighbouring inputs, so x is row-major. Tiles of the usual size update the weights with sums that are still in
 * registers; the sums of other tiles and of edges go through a small buffer.
 */
final class WideUpdate {
    private static final int LANES = GroupLayout.LANES;

    /** The size of the tiles that update the weights. */
    private static final TileShape DIRECT = TileSizes.UPDATE.getFirst();

    /** The size of the largest tile that goes through the buffer; rows and vectors go there by their remainder. */
    private static final TileShape BUFFER = new TileShape(12, 4);

    private static final List<TileShape> BUFFERED = TileSizes.BROADCAST.stream()
            .filter(shape -> shape.rows() <= BUFFER.rows() && shape.positions() <= BUFFER.positions())
            .toList();

    private final Kernels kernels;
    private final RowsPlace x;
    private final OutputGradient dy;
    private final FloatStore w;
    private final FloatStore rate;
    private final WideColumns columns;
    private final int[] rowStarts;
    private final int[] columnStarts;
    private final NonzeroSamples taps;
    private final BroadcastTables directTables;
    private final Map<Size, List<Piece>> direct = new HashMap<>();
    private final List<List<Block>> blocks;
    private final BroadcastCall[] directCalls;
    private final BroadcastCall[] bufferedCalls;

    /**
     * A block.
     *
     * @param direct tiles that update the weights, by rows and vectors from the block's first on
     * @param buffered tiles that go through the buffer, by rows from the block's first on and by vectors of all columns
     */
    private record Block(List<Piece> direct, List<Piece> buffered) {}

    /** The rows and vectors of the direct tiles of a block. */
    private record Size(int rows, int vectors) {}

    /**
     * An update.
     *
     * @param rowStarts the first row of each block of rows, and the number of rows
     * @param columnStarts the first vector of each block of columns, and their number without edges
     * @param nonzeros which elements of x are not zero, if zeros are to be skipped: only with one block of columns
     */
    WideUpdate(
            StepContext context,
            WideBackwardFusion layer,
            OutputGradient dy,
            WideColumns columns,
            int[] rowStarts,
            int[] columnStarts,
            Optional<IntPlace> nonzeros) {
        this.kernels = context.kernels();
        this.x = context.memory().rows(layer.gradient().x());
        this.dy = dy;
        this.w = context.memory().floats(layer.update().w());
        this.rate = context.memory().floats(layer.update().learningRate());
        this.columns = columns;
        this.rowStarts = rowStarts;
        this.columnStarts = columnStarts;
        this.taps = new NonzeroSamples(context.workers(), nonzeros, dy.samples(), x.offsets(), columns);
        final int rows = dy.outputs().length;
        final int[] vectors = RowsPlace.consecutiveOffsets(0, LANES, columns.vectors());
        this.directTables = BroadcastTables.of(
                dy.outputs(),
                dy.samples(),
                vectors,
                x.offsets(),
                RowsPlace.consecutiveOffsets(0, x.width(), rows),
                vectors);
        this.blocks = IntStream.range(0, rowStarts.length - 1)
                .mapToObj(r -> IntStream.range(0, columnStarts.length - 1)
                        .mapToObj(c ->
                                block(context, rowStarts[r + 1] - rowStarts[r], columnStarts[c], columnStarts[c + 1]))
                        .toList())
                .toList();
        taps.allocate();
        final BroadcastTables bufferTables = BroadcastTables.of(
                dy.outputs(),
                dy.samples(),
                columns.froms(),
                x.offsets(),
                IntStream.range(0, rows).map(WideUpdate::bufferRow).toArray(),
                IntStream.range(0, columns.froms().length)
                        .map(WideUpdate::bufferVector)
                        .toArray());
        final List<TileShape> shapes = direct.values().stream()
                .flatMap(List::stream)
                .map(Piece::shape)
                .distinct()
                .toList();
        this.directCalls = new BroadcastCall[context.workers()];
        this.bufferedCalls = new BroadcastCall[context.workers()];
        for (int worker = 0; worker < directCalls.length; worker++) {
            directCalls[worker] =
                    new BroadcastCall(taps.tables(worker, directTables), kernels.broadcastWorkspace(shapes));
            bufferedCalls[worker] =
                    new BroadcastCall(taps.tables(worker, bufferTables), kernels.broadcastWorkspace(BUFFERED));
            bufferedCalls[worker].init = new float[LANES];
            bufferedCalls[worker].y = new float[BUFFER.sums() * LANES];
        }
    }

    private static int bufferRow(int row) {
        return row % BUFFER.rows() * BUFFER.positions() * LANES;
    }

    private static int bufferVector(int vector) {
        return vector % BUFFER.positions() * LANES;
    }

    /** Cuts some rows, and the vectors from {@code first} to {@code end - 1} with the edges beside them, into tiles. */
    private Block block(StepContext context, int rows, int first, int end) {
        final int directRows = rows / DIRECT.rows() * DIRECT.rows();
        final int directVectors = (end - first) / DIRECT.positions() * DIRECT.positions();
        final List<Piece> buffered = new ArrayList<>();
        addBuffered(buffered, directRows, rows, first, end);
        addBuffered(buffered, 0, directRows, first + directVectors, end);
        final int rightEdge = columns.vectors() + columns.leftEdges();
        final int firstEdge = first == 0 ? columns.vectors() : rightEdge;
        addBuffered(buffered, 0, rows, firstEdge, end == columns.vectors() ? columns.froms().length : rightEdge);
        buffered.forEach(piece -> context.queueWarmUp(new KernelUse.BroadcastTile(piece.shape())));
        return new Block(
                direct.computeIfAbsent(new Size(directRows, directVectors), size -> direct(context, size)), buffered);
    }

    private void addBuffered(List<Piece> pieces, int firstRow, int endRow, int first, int end) {
        if (endRow > firstRow) {
            Tiling.cut(endRow - firstRow, end - first, BUFFERED)
                    .forEach(tile -> pieces.add(piece(tile.shape(), firstRow + tile.row(), first + tile.position())));
        }
    }

    /** Tiles row by row, so that the weights are gone through in order. */
    private List<Piece> direct(StepContext context, Size size) {
        final List<Piece> usual = new ArrayList<>();
        for (int row = 0; row < size.rows; row += DIRECT.rows()) {
            for (int vector = 0; vector < size.vectors; vector += DIRECT.positions()) {
                usual.add(new Piece(DIRECT, row, vector, 0, dy.samples().length));
            }
        }
        // All positions have the same sums, so that arranging keeps their order and the tables.
        final List<Piece> pieces =
                kernels.arrange(new BroadcastProduct(directTables, usual)).tiles();
        pieces.forEach(piece -> context.queueWarmUp(new KernelUse.UpdateTile(piece.shape())));
        return pieces.stream()
                .map(piece -> piece(piece.shape(), piece.row(), piece.position()))
                .toList();
    }

    /** A tile with its taps: the samples that are not zero in its vectors. */
    private Piece piece(TileShape shape, int row, int vector) {
        final int firstTap = taps.add(vector, vector + shape.positions());
        return new Piece(shape, row, vector, firstTap, firstTap + dy.samples().length);
    }

    /** Updates a block. */
    void run(int worker, int rowBlock, int columnBlock) {
        final float factor = -rate.values[0];
        final int firstRow = rowStarts[rowBlock];
        final Block block = blocks.get(rowBlock).get(columnBlock);
        taps.find(worker);
        final BroadcastCall direct = directCalls[worker];
        direct.a = dy.store().values;
        direct.firstARow = firstRow;
        direct.x = x.values(0);
        direct.xBase = columns.froms()[columnStarts[columnBlock]];
        direct.y = w.values;
        direct.yBase = firstRow * x.width() + direct.xBase;
        for (int p = 0; p < block.direct.size(); p++) {
            final Piece piece = block.direct.get(p);
            final int endTap = taps.endTap(worker, piece.firstTap());
            if (endTap > piece.firstTap()) {
                kernels.update(direct, factor, piece.shape(), piece.row(), piece.position(), piece.firstTap(), endTap);
            }
        }
        final BroadcastCall buffered = bufferedCalls[worker];
        buffered.a = direct.a;
        buffered.firstARow = firstRow;
        buffered.x = direct.x;
        for (int p = 0; p < block.buffered.size(); p++) {
            final Piece piece = block.buffered.get(p);
            final int endTap = taps.endTap(worker, piece.firstTap());
            if (endTap > piece.firstTap()) {
                kernels.broadcast(buffered, piece.shape(), piece.row(), piece.position(), piece.firstTap(), endTap);
                addBuffer(factor, buffered.y, firstRow, piece);
            }
        }
    }

    /** Adds the sums of a tile to those weights that its vectors are used for. */
    private void addBuffer(float factor, float[] sums, int firstRow, Piece tile) {
        for (int row = tile.row(); row < tile.row() + tile.shape().rows(); row++) {
            for (int v = tile.position(); v < tile.position() + tile.shape().positions(); v++) {
                final int first = columns.firsts()[v];
                final int from = bufferRow(row) + bufferVector(v) + first - columns.froms()[v];
                final int at = (firstRow + row) * x.width() + first;
                for (int c = 0; c < columns.ends()[v] - first; c++) {
                    w.values[at + c] = Math.fma(factor, sums[from + c], w.values[at + c]);
                }
            }
        }
    }
}
