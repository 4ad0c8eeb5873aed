package handgrad.backend.cpu.layout;

import java.util.stream.IntStream;

/** Cuts a row of floats into blocks of 16. */
public final class LaneBlocks {
    private LaneBlocks() {}

    /** Whether a row is long enough to be cut. */
    public static boolean fit(int length) {
        return length >= GroupLayout.LANES;
    }

    /** Where the blocks begin. The last ends with the row: it overlaps the one before unless 16 divides the length. */
    public static int[] starts(int length) {
        return IntStream.range(0, Math.ceilDiv(length, GroupLayout.LANES))
                .map(p -> Math.min(p * GroupLayout.LANES, length - GroupLayout.LANES))
                .toArray();
    }
}
