package handgrad.backend.cpu;

/** The arrays of one {@link Kernels#dual} product. Mutable and kept, so that a step allocates nothing. */
final class DualCall {
    final DualTables tables;
    /** The lanes of the sums of some tiles, each [rows][positions][16]. */
    final float[] sums;

    /** The working arrays of kernels that do not keep sums in registers. */
    final PlainDualTiles plainTiles = new PlainDualTiles();
    /** The same for the gradients of convolutions. */
    final PlainWindows plainWindows = new PlainWindows();

    float[] a;
    int aBase;
    int firstARow;
    float[] x;
    int xBase;
    /** Where the sums of the tile at hand begin. */
    int sumsAt;

    /**
     * A call without arrays.
     *
     * @param tables where the operands lie
     * @param tiles for how many tiles at a time sums are kept
     */
    DualCall(DualTables tables, int tiles) {
        this.tables = tables;
        this.sums = new float[tiles * Tiling.LARGEST_TILE * Grid.LANES];
    }
}
