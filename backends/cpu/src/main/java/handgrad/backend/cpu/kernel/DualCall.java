package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;

/** The arrays of one {@link Kernels#dual} product. Mutable and kept, so that a step allocates nothing. */
public final class DualCall {
    public final DualTables tables;
    /** The lanes of the sums of some tiles, each [rows][positions][16]. */
    public final float[] sums;

    /** What the kernels keep with this call. */
    public Workspace workspace = Workspace.NONE;

    public float[] a;
    public int aBase;
    public int firstARow;
    public float[] x;
    public int xBase;
    /** Where the sums of the tile at hand begin. */
    public int sumsAt;

    /**
     * A call without arrays.
     *
     * @param tables where the operands lie
     * @param tiles for how many tiles at a time sums are kept
     */
    public DualCall(DualTables tables, int tiles) {
        this.tables = tables;
        this.sums = new float[tiles * Tiling.LARGEST_TILE * GroupLayout.LANES];
    }
}
