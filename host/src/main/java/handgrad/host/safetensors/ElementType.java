package handgrad.host.safetensors;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The element types that can be read. {@link #F32} and {@link #I32} are Handgrad's own, and the ones it writes; the
 * others become one of these on reading, so that weights made elsewhere can be used. The format's remaining types
 * (booleans, 8-bit and unsigned numbers) are refused: no model here has a use for them.
 */
enum ElementType {
    F32(4),
    /** Rounded to the nearest float32. */
    F64(8),
    /** IEEE 754 binary16; each value is a float32. */
    F16(2),
    /** The upper half of a float32. */
    BF16(2),
    I32(4),
    /** Refused where a value does not fit 32 bits. */
    I64(8);

    private static final Map<String, ElementType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element in the file. */
    int bytes() {
        return bytes;
    }

    /** Whether it is read as int32, not as float32. */
    boolean isInteger() {
        return this == I32 || this == I64;
    }

    /** The type with this name in a header. */
    static Optional<ElementType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names, for an error. */
    static String supported() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
