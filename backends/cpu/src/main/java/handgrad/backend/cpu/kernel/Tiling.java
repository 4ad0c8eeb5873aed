package handgrad.backend.cpu.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts a product of rows × positions into the tiles for which kernels exist, so that it costs least. At every tap a
 * tile's kernel loads one operand for each row and one for each position and multiplies each with each: large square
 * tiles are the cheapest.
 */
public final class Tiling {
    /** The most sums in a tile. */
    public static final int LARGEST_TILE = 25;

    /** A larger tile is worth its longer compilation if it is faster by more than this factor. */
    private static final double NEARLY = 1.1;

    /** A tile's size. */
    public record TileShape(int rows, int positions) {
        /** How many sums there are in it. */
        public int sums() {
            return rows * positions;
        }

        /** Cycles a tap, roughly: multiplications, plus loads and the loop. */
        double cost() {
            return rows * positions + 0.4 * (rows + positions) + 3;
        }
    }

    /**
     * A tile.
     *
     * @param shape its size
     * @param row its first row
     * @param position its first position
     */
    public record Tile(TileShape shape, int row, int position) {}

    /** Tiles of one width on top of each other that make up all rows, and what they cost together. */
    private record Column(int width, List<TileShape> shapes, double cost) {}

    private Tiling() {}

    /**
     * Cuts rows × positions.
     *
     * @param rows how many rows
     * @param positions how many positions
     * @param shapes the tiles to choose from, among them 1×1
     * @return tiles that cover each sum once; those of the same positions follow each other
     */
    public static List<Tile> cut(int rows, int positions, List<TileShape> shapes) {
        final List<Column> columns = columns(rows, shapes);
        final double[] best = new double[positions + 1];
        final Column[] chosen = new Column[positions + 1];
        for (int p = 1; p <= positions; p++) {
            best[p] = Double.POSITIVE_INFINITY;
            for (final Column column : columns) {
                final int rest = p - column.width();
                if (rest >= 0 && best[rest] + column.cost() < best[p]) {
                    best[p] = best[rest] + column.cost();
                    chosen[p] = column;
                }
            }
        }
        final List<Tile> tiles = new ArrayList<>();
        int position = positions;
        while (position > 0) {
            final Column column = chosen[position];
            position -= column.width();
            int row = 0;
            for (final TileShape shape : column.shapes()) {
                tiles.add(new Tile(shape, row, position));
                row += shape.rows();
            }
        }
        return tiles.reversed();
    }

    /** For each width of tiles the cheapest stack of them, as far as there is one. */
    private static List<Column> columns(int rows, List<TileShape> shapes) {
        final Set<Integer> widths = new LinkedHashSet<>();
        for (final TileShape shape : shapes) {
            widths.add(shape.positions());
        }
        final List<Column> columns = new ArrayList<>();
        for (final int width : widths) {
            final List<TileShape> stack = column(rows, width, shapes);
            if (!stack.isEmpty()) {
                columns.add(new Column(width, stack, cost(stack)));
            }
        }
        return columns;
    }

    private static double cost(List<TileShape> stack) {
        double cost = 0;
        for (final TileShape shape : stack) {
            cost += shape.cost();
        }
        return cost;
    }

    private static double coverCost(TileShape shape, int rows, int positions) {
        return shape.cost() * Math.ceilDiv(rows, shape.rows()) * Math.ceilDiv(positions, shape.positions());
    }

    /**
     * Covers rows × positions with tiles of one shape, which overlap where they do not fit, so that some sums are
     * computed twice: only one kernel has to be compiled, the smallest that is nearly as fast as the fastest.
     *
     * @param rows how many rows
     * @param usualRows how many rows most products of the kind have, whose tiles are taken where they fit
     * @param positions how many positions
     * @param shapes the tiles to choose from, among them 1×1
     * @return tiles that cover each sum at least once, none where there is no position; those of the same positions
     *     follow each other
     */
    public static List<Tile> cover(int rows, int usualRows, int positions, List<TileShape> shapes) {
        if (positions == 0) {
            return List.of();
        }
        final List<TileShape> fitting = shapes.stream()
                .filter(shape -> shape.rows() <= rows && shape.positions() <= positions)
                .toList();
        final double cheapest = fitting.stream()
                .mapToDouble(shape -> coverCost(shape, usualRows, positions))
                .min()
                .orElseThrow();
        final TileShape shape = fitting.stream()
                .filter(one -> coverCost(one, usualRows, positions) <= NEARLY * cheapest)
                .min(Comparator.comparingInt(TileShape::sums))
                .orElseThrow();
        final List<Tile> tiles = new ArrayList<>();
        for (int position = 0; position < positions; position += shape.positions()) {
            for (int row = 0; row < rows; row += shape.rows()) {
                tiles.add(new Tile(
                        shape, Math.min(row, rows - shape.rows()), Math.min(position, positions - shape.positions())));
            }
        }
        return tiles;
    }

    /** The cheapest stack of tiles of one width, empty where the tiles of that width cannot make up the rows. */
    static List<TileShape> column(int rows, int width, List<TileShape> shapes) {
        final double[] best = new double[rows + 1];
        final TileShape[] chosen = new TileShape[rows + 1];
        for (int r = 1; r <= rows; r++) {
            best[r] = Double.POSITIVE_INFINITY;
            for (final TileShape shape : shapes) {
                final int rest = r - shape.rows();
                if (shape.positions() == width && rest >= 0 && best[rest] + shape.cost() < best[r]) {
                    best[r] = best[rest] + shape.cost();
                    chosen[r] = shape;
                }
            }
        }
        final List<TileShape> column = new ArrayList<>();
        if (best[rows] == Double.POSITIVE_INFINITY) {
            return column;
        }
        for (int r = rows; r > 0; r -= chosen[r].rows()) {
            column.add(chosen[r]);
        }
        return column;
    }

    /** What {@link #column} costs, infinity where there is none. */
    static double costOfColumn(int rows, int width, List<TileShape> shapes) {
        final List<TileShape> stack = column(rows, width, shapes);
        return stack.isEmpty() ? Double.POSITIVE_INFINITY : cost(stack);
    }
}
