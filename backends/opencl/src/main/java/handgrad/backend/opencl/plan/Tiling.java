package handgrad.backend.opencl.plan;

/**
 * The one table of tile sizes, and how a tile is chosen from it. A tile is rows × columns of sums in registers: each number that is loaded
 * for a row serves all columns and the other way round, so the loads per multiplication fall with both.
 */
final class Tiling {
    // ---- the table -------------------------------------------------------------------------------------------------
    /** Work-items of a GPU work-group: 8 warps hide each other's latency, and 255 registers are left to each item. */
    static final int GPU_ITEMS = 256;

    /** Work-items that run in step on a GPU (32 or 64; 32 is right for NVIDIA and Intel, and harmless elsewhere). */
    static final int GPU_WARP = 32;

    /** Work-items of a work-group of the plain plan, and the most work-groups of one launch of it. */
    static final int PLAIN_ITEMS = 64;

    static final int MOST_GROUPS = 4096;

    /** Into how many work-groups a unit the tasks of a routine are divided on a CPU: few enough to cost little, many enough to balance. */
    static final int CPU_GROUPS_PER_UNIT = 16;

    /** Sums that fit a GPU work-item's registers beside addresses and operands, with four work-groups a unit. */
    private static final int GPU_SUMS = 16;

    /** Sums that fit the 32 vector registers of AVX-512 beside the operands. */
    private static final int CPU_SUMS = 28;

    /** The widest line of an image that is unrolled as a whole, so that the tests at its ends become constants. */
    static final int CPU_LINE = 32;

    /** Elements of a parameter that a work-item treats one after the other. */
    static final int ELEMENTS = 64;

    /** Weights from which a linear layer gets launches of its own: 1 MiB, what a core's second-level cache holds. */
    static final int WIDE_WEIGHTS = 1 << 18;

    /** For a wide layer on a CPU: inputs and rows of w that stay in the first-level cache together: 8 KiB of w, 4 of dy and 8 of sums. */
    static final int CPU_CHUNK = 64;

    static final int CPU_BLOCK = 32;

    /** For a wide layer on a GPU: the tile of a work-group and of an item, 4 × 4 sums each, 16 deep. */
    static final int GPU_GEMM_TILE = 64;

    static final int GPU_GEMM_ITEM = 4;
    static final int GPU_GEMM_DEPTH = 16;
    // ----------------------------------------------------------------------------------------------------------------

    /** So many rows by so many columns of sums. */
    record Tile(int rows, int columns) {
        int rowTiles(int rowCount) {
            return Math.ceilDiv(rowCount, rows);
        }

        int columnTiles(int columnCount) {
            return Math.ceilDiv(columnCount, columns);
        }
    }

    private Tiling() {}

    /**
     * The tile for channels × columns of images whose lines are so wide.
     *
     * @param lines how many lines there are, of all images that are treated at once
     * @param taps how many numbers of a line a sum takes
     * @param spread how far, in the line that is read, neighbours in the line that is written are apart
     */
    static Tile image(Target target, int channels, int width, int lines, int taps, int spread) {
        return switch (target.kind()) {
            case PLAIN -> new Tile(1, 1);
            case CPU -> inRegisters(channels, width, taps, spread);
            case GPU -> cheapest(channels, width, lines, target.items(), GPU_SUMS, 8, 4);
        };
    }

    /** How many of a line's tiles are unrolled one after the other. */
    static int inner(Target target, Tile tile, int width) {
        return target.kind() == PlanKind.CPU && width <= CPU_LINE ? tile.columnTiles(width) : 1;
    }

    /** The neighbours of a line that a work-item pools. */
    static int pooled(Target target, int width) {
        return target.kind() == PlanKind.CPU ? width : 1;
    }

    /**
     * The CPU's tile with the fewest multiplications and loads. The compiler keeps the part of a line that the sums need in registers too,
     * so it must fit beside the sums.
     */
    private static Tile inRegisters(int channels, int width, int taps, int spread) {
        Tile best = new Tile(1, 1);
        long least = Long.MAX_VALUE;
        for (int r = 1; r <= Math.min(channels, 4); r++) {
            for (int c = 1; c <= width; c++) {
                final int line = (c - 1) * spread + taps;
                final Tile tile = new Tile(r, c);
                final long cost = (long) tile.rowTiles(channels)
                        * tile.columnTiles(width)
                        * (taps * r * c + 2L * line + 2L * taps * r);
                if (cost < least && (r * c + line <= CPU_SUMS || r * c == 1)) {
                    least = cost;
                    best = tile;
                }
            }
        }
        return best;
    }

    /** The tile of channels alone, for sums that have one column. */
    static Tile channels(Target target, int channels) {
        return switch (target.kind()) {
            case PLAIN -> new Tile(1, 1);
            case CPU, GPU -> new Tile(Math.min(channels, 4), 1);
        };
    }

    /** The tile of outputs (or inputs) × samples of a linear layer. */
    static Tile linear(Target target, int features, int samples) {
        return switch (target.kind()) {
            case PLAIN -> new Tile(1, 1);
            case CPU -> {
                final int columns = Math.min(samples, 2);
                yield new Tile(Math.min(features, columns == 1 ? 16 : 12), columns);
            }
            case GPU -> cheapest(features, samples, 1, target.items(), GPU_SUMS, 4, 4);
        };
    }

    /**
     * The tile with the least estimated time: rounds that the items need for all tiles, times what a tile costs (its multiplications, and its
     * loads at the same price).
     */
    private static Tile cheapest(
            int rows, int columns, int lines, int items, int mostSums, int mostRows, int mostColumns) {
        Tile best = new Tile(1, 1);
        long least = Long.MAX_VALUE;
        for (int r = 1; r <= Math.min(rows, mostRows); r++) {
            for (int c = 1; c <= Math.min(columns, mostColumns) && r * c <= mostSums; c++) {
                final Tile tile = new Tile(r, c);
                final long tiles = (long) tile.rowTiles(rows) * tile.columnTiles(columns) * lines;
                final long cost = Math.ceilDiv(tiles, items) * (r * c + r + c);
                if (cost < least) {
                    least = cost;
                    best = tile;
                }
            }
        }
        return best;
    }
}
