package handgrad.backend.tornado;

import handgrad.program.ElementType;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes the Java arrays that stand for buffers on the device. TornadoVM tells a graph's arrays apart by their identity hash codes, which two
 * arrays may, though rarely, share: here, no two do.
 */
final class DistinctArrays {
    private final Set<Integer> taken = new HashSet<>();
    private long bytes;
    private long largest;

    /** An array of zeros. */
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

    /** An array with these elements. */
    int[] of(int[] elements) {
        final int[] array = (int[]) of(ElementType.INT32, elements.length);
        System.arraycopy(elements, 0, array, 0, elements.length);
        return array;
    }

    /** The size of all arrays together, in bytes. */
    long bytes() {
        return bytes;
    }

    /** The size of the largest array, in bytes. */
    long largest() {
        return largest;
    }
}
