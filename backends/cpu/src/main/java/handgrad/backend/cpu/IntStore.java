package handgrad.backend.cpu;

/** As {@link FloatStore}, for ints. */
final class IntStore {
    /** The elements. */
    int[] values;

    IntStore(int size) {
        values = new int[size];
    }
}
