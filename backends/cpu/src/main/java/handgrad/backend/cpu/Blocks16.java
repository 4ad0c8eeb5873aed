package handgrad.backend.cpu;

import java.util.stream.IntStream;

/** Cuts a row of floats into vectors of 16. */
final class Blocks16 {
    private Blocks16() {}

    /** Whether a row is long enough to be cut. */
    static boolean fit(int length) {
        return length >= Grid.LANES;
    }

    /** Where the vectors begin. The last ends with the row, and overlaps the one before where 16 does not divide the length. */
    static int[] starts(int length) {
        return IntStream.range(0, (length + Grid.LANES - 1) / Grid.LANES)
                .map(p -> Math.min(p * Grid.LANES, length - Grid.LANES))
                .toArray();
    }
}
