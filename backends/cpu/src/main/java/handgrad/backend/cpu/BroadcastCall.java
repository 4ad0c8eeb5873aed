package handgrad.backend.cpu;

/** The arrays of one {@link Kernels#broadcast} product. Mutable and kept, so that a step allocates nothing. */
final class BroadcastCall {
    final BroadcastTables tables;
    float[] a;
    int aBase;
    int firstARow;
    float[] x;
    int xBase;
    float[] init;
    int initBase;
    float[] y;
    int yBase;

    /** The working arrays of kernels that do not keep sums in registers. */
    final PlainBroadcastTiles plainTiles = new PlainBroadcastTiles();

    BroadcastCall(BroadcastTables tables) {
        this.tables = tables;
    }
}
