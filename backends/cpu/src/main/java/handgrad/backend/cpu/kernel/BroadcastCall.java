package handgrad.backend.cpu.kernel;

/** The arrays of one {@link Kernels#broadcast} product. Mutable and kept, so that a step allocates nothing. */
public final class BroadcastCall {
    public final BroadcastTables tables;
    public float[] a;
    public int aBase;
    public int firstARow;
    public float[] x;
    public int xBase;
    public float[] init;
    public int initBase;
    public float[] y;
    public int yBase;

    /** What the kernels keep with this call. */
    public Workspace workspace = Workspace.NONE;

    public BroadcastCall(BroadcastTables tables) {
        this.tables = tables;
    }
}
