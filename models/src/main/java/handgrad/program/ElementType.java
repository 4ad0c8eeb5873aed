package handgrad.program;

/** The type of a tensor's elements, of four bytes each. */
public enum ElementType {
    /** IEEE 754 binary32, a Java {@code float}. */
    FLOAT32,
    /** A signed 32-bit integer, a Java {@code int}: labels, the order of the samples, counters. */
    INT32
}
