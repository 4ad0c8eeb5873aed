package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.Tiling.Tile;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import java.util.Arrays;
import java.util.List;

/**
 * A product of scalars and lanes, cut into tiles for {@link Kernels#broadcast}.
 *
 * @param tables where the operands lie
 * @param tiles which tiles to compute, with which taps
 */
public record BroadcastProduct(BroadcastTables tables, List<Piece> tiles) {
    /**
     * A tile and its taps.
     *
     * @param shape the tile's size
     * @param row its first row
     * @param position its first position
     * @param firstTap its first tap
     * @param endTap the tap after its last
     */
    public record Piece(TileShape shape, int row, int position, int firstTap, int endTap) {}

    /**
     * A product whose sums go over all taps.
     *
     * @param rows how many rows it has
     */
    public static BroadcastProduct dense(Kernels kernels, BroadcastTables tables, int rows) {
        return dense(kernels, tables, rows, rows);
    }

    /**
     * A product whose sums go over all taps. Unless it adds to what is there, its tiles may overlap.
     *
     * @param rows how many rows it has
     * @param usualRows how many most products of the kind have, whose tile shapes this one had better share
     */
    public static BroadcastProduct dense(Kernels kernels, BroadcastTables tables, int rows, int usualRows) {
        final int positions = tables.xPositions().length;
        final List<Tile> tiles = tables.accumulates()
                ? Tiling.cut(rows, positions, TileSizes.BROADCAST)
                : kernels.broadcastTiles(rows, usualRows, positions);
        return new BroadcastProduct(
                tables,
                tiles.stream()
                        .map(tile -> new Piece(tile.shape(), tile.row(), tile.position(), 0, tables.aTaps().length))
                        .toList());
    }

    /** The same product, the sums of row r beginning with lanes r of {@link BroadcastCall#init}. */
    public BroadcastProduct startingByRow() {
        return new BroadcastProduct(tables.startingByRow(), tiles);
    }

    /** Queues the kernels of the tiles for their JIT warm-up. */
    public void queueWarmUp(Kernels kernels) {
        tiles.forEach(piece -> kernels.queueWarmUp(new KernelUse.BroadcastTile(piece.shape())));
    }

    /** Computes all tiles with the arrays of a call. */
    public void run(Kernels kernels, BroadcastCall call) {
        for (int t = 0; t < tiles.size(); t++) {
            final Piece piece = tiles.get(t);
            kernels.broadcast(call, piece.shape(), piece.row(), piece.position(), piece.firstTap(), piece.endTap());
        }
    }

    /** Computes all tiles, summing only over some of the taps. */
    public void run(Kernels kernels, BroadcastCall call, int firstTap, int endTap) {
        for (int t = 0; t < tiles.size(); t++) {
            final Piece piece = tiles.get(t);
            kernels.broadcast(call, piece.shape(), piece.row(), piece.position(), firstTap, endTap);
        }
    }

    /** A call for one thread. */
    public BroadcastCall call(Kernels kernels) {
        return new BroadcastCall(
                tables,
                kernels.broadcastWorkspace(tiles.stream().map(Piece::shape).toList()));
    }

    /** A call for each worker. */
    public BroadcastCall[] calls(Kernels kernels, int workers) {
        final BroadcastCall[] calls = new BroadcastCall[workers];
        Arrays.setAll(calls, _ -> call(kernels));
        return calls;
    }
}
