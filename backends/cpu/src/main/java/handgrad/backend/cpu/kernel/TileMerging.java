package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.BroadcastProduct.Piece;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.GroupLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges the tiles of a product into large ones, for plain loops, which have to be long: all positions whose sums go
 * over the same taps, up to {@link #POSITIONS}, and all of their rows, up to {@link #ROWS}.
 */
public final class TileMerging {
    /** Positions whose lanes, for 8 taps and the sums, fit the first-level cache: 9 × 40 × 64 bytes. */
    private static final int POSITIONS = 40;

    /** Rows whose sums fit the second-level cache beside them. */
    private static final int ROWS = 64;

    /** From this many rows on, loops along the rows are longer than those along the lanes of two positions. */
    private static final int MANY_ROWS = 40;

    private static final int MOST_ROWS = 1024;

    /** Rows that follow each other, and the taps that their sums go over. */
    private record Sums(int firstRow, int endRow, int firstTap, int endTap) {}

    private TileMerging() {}

    /** Whether loops along the rows suit a tile better than loops along its positions. */
    public static boolean isByRows(TileShape shape) {
        return shape.rows() >= MANY_ROWS && shape.positions() * GroupLayout.LANES * 2 <= shape.rows();
    }

    /** The same sums in large tiles; positions are in another order unless the sums of all go over the same taps. */
    public static BroadcastProduct merge(BroadcastProduct product) {
        final Map<Sums, List<Integer>> positions = new LinkedHashMap<>();
        sumsByPosition(product.tiles())
                .forEach((position, column) -> merged(column)
                        .forEach(sums -> positions
                                .computeIfAbsent(sums, _ -> new ArrayList<>())
                                .add(position)));
        final List<Integer> order = new ArrayList<>();
        final List<Piece> tiles = new ArrayList<>();
        positions.forEach((sums, list) -> {
            addTiles(tiles, sums, order.size(), list.size());
            order.addAll(list);
        });
        return new BroadcastProduct(
                product.tables()
                        .reordered(order.stream().mapToInt(Integer::intValue).toArray()),
                List.copyOf(tiles));
    }

    private static Map<Integer, List<Sums>> sumsByPosition(List<Piece> pieces) {
        final Map<Integer, List<Sums>> columns = new TreeMap<>();
        for (final Piece piece : pieces) {
            final Sums sums =
                    new Sums(piece.row(), piece.row() + piece.shape().rows(), piece.firstTap(), piece.endTap());
            for (int p = 0; p < piece.shape().positions(); p++) {
                columns.computeIfAbsent(piece.position() + p, _ -> new ArrayList<>())
                        .add(sums);
            }
        }
        return columns;
    }

    /** Puts neighbouring rows together where their sums go over the same taps. */
    private static List<Sums> merged(List<Sums> column) {
        final List<Sums> merged = new ArrayList<>();
        for (final Sums next :
                column.stream().sorted(Comparator.comparingInt(Sums::firstRow)).toList()) {
            final boolean continues = !merged.isEmpty()
                    && merged.getLast().endRow() == next.firstRow()
                    && merged.getLast().firstTap() == next.firstTap()
                    && merged.getLast().endTap() == next.endTap();
            if (continues) {
                final Sums last = merged.removeLast();
                merged.add(new Sums(last.firstRow(), next.endRow(), last.firstTap(), last.endTap()));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }

    private static void addTiles(List<Piece> tiles, Sums sums, int firstPosition, int positions) {
        final int rows = sums.endRow() - sums.firstRow();
        final boolean isByRows = isByRows(new TileShape(Math.min(rows, MOST_ROWS), positions));
        final int rowParts = Math.ceilDiv(rows, isByRows ? MOST_ROWS : ROWS);
        final int parts = Math.ceilDiv(positions, POSITIONS);
        for (int part = 0; part < parts; part++) {
            final int from = part * positions / parts;
            final int end = (part + 1) * positions / parts;
            for (int rowPart = 0; rowPart < rowParts; rowPart++) {
                final int fromRow = rowPart * rows / rowParts;
                final int endRow = (rowPart + 1) * rows / rowParts;
                tiles.add(new Piece(
                        new TileShape(endRow - fromRow, end - from),
                        sums.firstRow() + fromRow,
                        firstPosition + from,
                        sums.firstTap(),
                        sums.endTap()));
            }
        }
    }
}
