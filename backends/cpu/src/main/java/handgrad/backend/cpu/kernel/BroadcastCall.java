package handgrad.backend.cpu.kernel;

/** The arrays of one thread's calls of {@link Kernels#broadcast}. Mutable and kept: a step allocates nothing. */
public final class BroadcastCall {
    /** Where operands and results lie, relative to the bases. */
    public final BroadcastTables tables;

    /** The kernels' own arrays. */
    public final Workspace workspace;

    /** Scalars. */
    public float[] a;

    /** What the offsets of scalars are relative to. */
    public int aBase;

    /** Which row of the tables' scalars is row 0 of the tiles. */
    public int firstARow;

    /** Lanes. */
    public float[] x;

    /** What the offsets of lanes are relative to. */
    public int xBase;

    /** What the sums begin with. */
    public float[] init;

    /** What the offsets of that are relative to. */
    public int initBase;

    /** Receives the sums. */
    public float[] y;

    /** What their offsets are relative to. */
    public int yBase;

    /**
     * A call without arrays.
     *
     * @param tables where operands and results lie
     * @param workspace of the kernels that compute, for the shapes of the product's tiles
     */
    public BroadcastCall(BroadcastTables tables, Workspace workspace) {
        this.tables = tables;
        this.workspace = workspace;
    }
}
