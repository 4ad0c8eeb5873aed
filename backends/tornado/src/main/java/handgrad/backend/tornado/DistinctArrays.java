package handgrad.backend.tornado;

import handgrad.program.ElementType;
import java.util.HashSet;
import java.util.Set;

/**
 * Allocates the Java arrays that stand for device buffers. TornadoVM identifies the arrays of a graph by identity hash
 * code, which two arrays may share in rare cases, so this class allocates arrays with distinct ones.
 */
final class DistinctArrays {
    private final Set<Integer> taken = new HashSet<>();
    private long bytes;
    private long largest;

    /** Allocates an array of zeros. */
    Object of(ElementType type, int size) {
        bytes += size * 4L;
        largest = Math.max(largest, size * 4L);
        while (true) {
            final Object array = switch (type) {
                case FLOAT32 -> new float[size];
                case INT32 -> new int[size];
            };
            if (taken.add(System.identityHashCode(array))) {
                return array;
            }
        }
    }

    /** Allocates an array with these elements. */
    int[] of(int[] elements) {
        final int[] array = (int[]) of(ElementType.INT32, elements.length);
        System.arraycopy(elements, 0, array, 0, elements.length);
        return array;
    }

    /** The total size of the arrays, in bytes. */
    long bytes() {
        return bytes;
    }

    /** The size of the largest array, in bytes. */
    long largest() {
        return largest;
    }
}
