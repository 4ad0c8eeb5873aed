package handgrad.backend.cpu.layout;

/** As {@link FloatStore}, for ints. */
public final class IntStore {
    /** The elements. */
    public int[] values;

    /** An array of zeros. */
    public IntStore(int size) {
        values = new int[size];
    }
}
