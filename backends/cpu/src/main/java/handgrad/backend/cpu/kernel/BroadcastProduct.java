package handgrad.backend.cpu.kernel;

import java.util.List;

/**
 * A whole product of scalars and lanes, cut into tiles.
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
    public record Piece(Tiling.TileShape shape, int row, int position, int firstTap, int endTap) {}

    /** A product in which each sum goes over all taps, cut for some kernels. Tiles may overlap unless its sums are added to what is there. */
    public static BroadcastProduct dense(Kernels kernels, BroadcastTables tables, int rows) {
        return dense(kernels, tables, rows, rows);
    }

    /** The same where most products of the kind have another number of rows, whose kernels this one had better share. */
    public static BroadcastProduct dense(Kernels kernels, BroadcastTables tables, int rows, int usualRows) {
        final int positions = tables.xPositions().length;
        final int taps = tables.aTaps().length;
        final List<Tiling.Tile> tiles = tables.accumulates()
                ? Tiling.cut(rows, positions, TileSizes.BROADCAST)
                : kernels.broadcastTiles(rows, usualRows, positions);
        return new BroadcastProduct(
                tables,
                tiles.stream()
                        .map(tile -> new Piece(tile.shape(), tile.row(), tile.position(), 0, taps))
                        .toList());
    }

    /** The same product, row r beginning with the lanes r of the array that the sums begin with. */
    public BroadcastProduct startingByRow() {
        return new BroadcastProduct(tables.startingByRow(), tiles);
    }

    /** The same product, its sums beginning with what y holds already. */
    BroadcastProduct accumulating() {
        return new BroadcastProduct(tables.accumulating(), tiles);
    }

    /** Notes the kernels that this product will use. */
    public void expect(Kernels kernels) {
        tiles.forEach(piece -> kernels.expect(new KernelUse.BroadcastTile(piece.shape())));
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

    /** A call for each worker. */
    public BroadcastCall[] calls(int workers) {
        final BroadcastCall[] calls = new BroadcastCall[workers];
        for (int w = 0; w < workers; w++) {
            calls[w] = new BroadcastCall(tables);
        }
        return calls;
    }
}
