package handgrad.backend.cpu.layout;

/** An array that can be replaced: an upload of data does so rather than copy 188 MB. */
public final class FloatStore {
    /** The elements. */
    public float[] values;

    /** Where the elements of an {@link #aligned} array begin, after the 16 bytes of the array's header. */
    public static final int LEAD = 12;

    /** An array of at least this size begins at a multiple of a megabyte: half of the launcher's G1HeapRegionSize. */
    private static final int OWN_MEMORY = 1 << 17;

    /** From this size on, alignment to cache lines is worth some memory. */
    private static final int LARGE = 1 << 14;

    /** An array of zeros. */
    public FloatStore(int size) {
        values = new float[size];
    }

    /** An array that, if it is large, begins as {@link #aligned} ones do: element {@link #LEAD} begins a cache line. */
    public static FloatStore ofRows(int size) {
        return new FloatStore(size < LARGE ? size : Math.max(OWN_MEMORY, size));
    }

    /** Room for elements from {@link #LEAD} on, the first of a cache line: then a vector of 64 bytes is one access. */
    public static FloatStore aligned(int size) {
        return new FloatStore(Math.max(OWN_MEMORY, LEAD + size));
    }
}
