package handgrad.backend.cpu.layout;

import java.util.stream.IntStream;

/** Cuts a row of floats into vectors of 16. */
public final class LaneBlocks {
    private LaneBlocks() {}

    /** Whether a row is long enough to be cut. */
    public static boolean fit(int length) {
        return length >= GroupLayout.LANES;
    }

    /** Where the vectors begin. The last ends with the row, and overlaps the one before where 16 does not divide the length. */
    public static int[] starts(int length) {
        return IntStream.range(0, (length + GroupLayout.LANES - 1) / GroupLayout.LANES)
                .map(p -> Math.min(p * GroupLayout.LANES, length - GroupLayout.LANES))
                .toArray();
    }
}
