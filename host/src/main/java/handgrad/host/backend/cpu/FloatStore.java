package handgrad.host.backend.cpu;

/** An array that can be exchanged: an upload of data replaces the array rather than copying 188 MB. */
final class FloatStore {
    /** The elements. */
    float[] values;

    FloatStore(int size) {
        values = new float[size];
    }
}
