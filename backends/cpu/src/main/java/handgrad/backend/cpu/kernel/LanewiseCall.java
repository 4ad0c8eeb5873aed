package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;

/** The arrays of one thread's calls of {@link Kernels#lanewise}. Mutable and kept: a step allocates nothing. */
public final class LanewiseCall {
    /** Where the operands lie, relative to the bases. */
    public final LanewiseTables tables;

    /** The 16 lanes of the sums of some tiles, each [rows][positions][16]. */
    public final float[] sums;

    /** The kernels' own arrays. */
    public final Workspace workspace;

    /** Lanes of the rows. */
    public float[] a;

    /** What the offsets of rows are relative to. */
    public int aBase;

    /** Which row of the tables is row 0 of the tiles. */
    public int firstARow;

    /** Lanes of the positions. */
    public float[] x;

    /** What the offsets of positions are relative to. */
    public int xBase;

    /** Where the sums of the tile at hand begin. */
    public int sumsAt;

    /**
     * A call without operands.
     *
     * @param tables where the operands lie
     * @param sums how many sums of 16 lanes there are at a time
     * @param workspace of the kernels that compute them
     */
    public LanewiseCall(LanewiseTables tables, int sums, Workspace workspace) {
        this.tables = tables;
        this.workspace = workspace;
        this.sums = new float[sums * GroupLayout.LANES];
    }
}
