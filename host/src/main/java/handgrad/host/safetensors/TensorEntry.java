package handgrad.host.safetensors;

import java.util.List;

/**
 * A header's word on one tensor.
 *
 * @param name its name
 * @param type the type of its elements
 * @param dimensions its extents, outermost first, each at least 0
 * @param begin the offset of its first byte from the start of the data
 * @param end the offset past its last byte
 */
record TensorEntry(String name, ElementType type, List<Long> dimensions, long begin, long end) {
    /** The number of bytes between the offsets. */
    long bytes() {
        return end - begin;
    }

    /** The number of elements between the offsets. */
    long count() {
        return bytes() / type.bytes();
    }

    /** As a message names it. */
    @Override
    public String toString() {
        return "tensor " + MalformedFile.quoted(name);
    }
}
