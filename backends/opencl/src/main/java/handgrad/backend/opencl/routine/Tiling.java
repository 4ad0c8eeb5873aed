package handgrad.backend.opencl.routine;

/**
 * The limits of most tiles, and how a tile is chosen within them. A tile is rows × columns of sums in registers: each
 * number that is loaded for a row serves all columns and the other way round, so the loads per multiplication fall with
 * both. The weight gradients of linear layers on a CPU choose their tiles themselves: {@link RowRoutines} and
 * {@link LinearRoutines}.
 */
final class Tiling {
    /** Sums that fit a GPU work-item's registers beside addresses and operands, with four work-groups a unit. */
    private static final int GPU_SUMS = 16;

    /** Sums that fit the 32 vector registers of AVX-512 beside the operands. */
    private static final int CPU_SUMS = 28;

    /** The widest line of an image that is unrolled as a whole, so that the tests at its ends become constants. */
    private static final int CPU_LINE = 32;

    /** Inputs of a chunk of a wide layer on a CPU, whose sums are 8 KiB. */
    static final int CPU_CHUNK = 64;

    /** Rows of w of a chunk: 8 KiB of w and 4 KiB of dy. */
    static final int CPU_BLOCK = 32;

    /** Inputs of a tile within a chunk. */
    static final int CPU_CHUNK_ROWS = 8;

    /** For a wide layer on a GPU: the tile of a work-group and of an item, 4 × 4 sums each, 16 deep. */
    static final int GPU_GEMM_TILE = 64;

    static final int GPU_GEMM_ITEM = 4;
    static final int GPU_GEMM_DEPTH = 16;

    /** So many rows by so many columns of sums. */
    record Tile(int rows, int columns) {
        static final Tile ONE = new Tile(1, 1);

        int rowTiles(int rowCount) {
            return Math.ceilDiv(rowCount, rows);
        }

        int columnTiles(int columnCount) {
            return Math.ceilDiv(columnCount, columns);
        }
    }

    /** What a tile costs, {@link #TOO_LARGE} if it does not fit. */
    private interface Cost {
        long TOO_LARGE = Long.MAX_VALUE;

        long of(Tile tile);
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
            case PLAIN -> Tile.ONE;
            // The compiler keeps the part of a line that the sums need in registers too, so it must fit beside them.
            case CPU ->
                cheapest(Math.min(channels, 4), width, tile -> {
                    final int sums = tile.rows() * tile.columns();
                    final int line = (tile.columns() - 1) * spread + taps;
                    final long tiles = (long) tile.rowTiles(channels) * tile.columnTiles(width);
                    return sums + line <= CPU_SUMS || sums == 1
                            ? tiles * (taps * sums + 2L * line + 2L * taps * tile.rows())
                            : Cost.TOO_LARGE;
                });
            case GPU -> rounds(target, channels, width, lines, 8);
        };
    }

    /** Whether a line of images is unrolled as a whole. */
    static boolean isLineUnrolled(Target target, int width) {
        return target.kind() == PlanKind.CPU && width <= CPU_LINE;
    }

    /** The tile of channels alone, for sums that have one column. */
    static Tile channels(Target target, int channels) {
        return target.kind() == PlanKind.PLAIN ? Tile.ONE : new Tile(Math.min(channels, 4), 1);
    }

    /** The tile of outputs (or inputs) × samples of a linear layer. */
    static Tile linear(Target target, int features, int samples) {
        return switch (target.kind()) {
            case PLAIN -> Tile.ONE;
            case CPU -> samples == 1 ? new Tile(Math.min(features, 16), 1) : new Tile(Math.min(features, 12), 2);
            case GPU -> rounds(target, features, samples, 1, 4);
        };
    }

    /** The GPU's tile with the least rounds that the items need for all tiles, times multiplications and loads. */
    private static Tile rounds(Target target, int rows, int columns, int lines, int mostRows) {
        return cheapest(Math.min(rows, mostRows), Math.min(columns, 4), tile -> {
            final int sums = tile.rows() * tile.columns();
            final long tiles = (long) tile.rowTiles(rows) * tile.columnTiles(columns) * lines;
            return sums <= GPU_SUMS
                    ? Math.ceilDiv(tiles, target.items()) * (sums + tile.rows() + tile.columns())
                    : Cost.TOO_LARGE;
        });
    }

    private static Tile cheapest(int mostRows, int mostColumns, Cost cost) {
        Tile best = Tile.ONE;
        for (int r = 1; r <= mostRows; r++) {
            for (int c = 1; c <= mostColumns; c++) {
                final Tile tile = new Tile(r, c);
                best = cost.of(tile) < cost.of(best) ? tile : best;
            }
        }
        return best;
    }
}
