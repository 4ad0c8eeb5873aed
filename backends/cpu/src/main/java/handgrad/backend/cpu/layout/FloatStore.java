package handgrad.backend.cpu.layout;

/** An array that can be exchanged: an upload of data replaces the array rather than copying 188 MB. */
public final class FloatStore {
    /** The elements. */
    public float[] values;

    /** Where the elements of an {@link #aligned} array begin, after the 16 bytes of the array's header. */
    public static final int LEAD = 12;

    /** An array of this many floats gets memory of its own, from a multiple of a megabyte on, with the launcher's G1HeapRegionSize. */
    private static final int OWN_MEMORY = 1 << 17;

    /** From this size on, vectors across cache lines are worth some memory. */
    private static final int NOT_SMALL = 1 << 14;

    public FloatStore(int size) {
        values = new float[size];
    }

    /** An array that begins as {@link #aligned} ones do if it is not small, so that its element {@link #LEAD} is the first of a cache line. */
    public static FloatStore ofRows(int size) {
        return new FloatStore(size < NOT_SMALL ? size : Math.max(OWN_MEMORY, size));
    }

    /** An array whose elements from {@link #LEAD} on begin with a cache line, so that vectors of 64 bytes need one access rather than two. */
    public static FloatStore aligned(int size) {
        return new FloatStore(Math.max(OWN_MEMORY, LEAD + size));
    }
}
