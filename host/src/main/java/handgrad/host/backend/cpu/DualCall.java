package handgrad.host.backend.cpu;

/** The arrays of one {@link Kernels#dual} product. Mutable and kept, so that a step allocates nothing. */
final class DualCall {
    final DualTables tables;
    /** The lanes of a tile's sums: [rows][positions][16]. */
    final float[] sums = new float[Tiling.LARGEST_TILE * Grid.LANES];

    float[] a;
    int aBase;
    int firstARow;
    float[] x;
    int xBase;

    DualCall(DualTables tables) {
        this.tables = tables;
    }
}
