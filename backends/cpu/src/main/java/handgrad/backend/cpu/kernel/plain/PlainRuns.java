package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.layout.GroupLayout;

/** Runs of positions whose lanes follow each other in memory, to copy them in one go. Reused by all tiles. */
final class PlainRuns {
    private static final int LANES = GroupLayout.LANES;

    private final int[] offsets;
    private final int[] starts;
    private int count;

    /** For tiles of at most so many positions. */
    PlainRuns(int positions) {
        offsets = new int[positions];
        starts = new int[positions + 1];
    }

    /**
     * Finds the runs of some positions.
     *
     * @param at for each position of a product the offset of its lanes
     * @param first the first position
     * @param positions how many
     */
    void find(int[] at, int first, int positions) {
        count = 0;
        for (int p = 0; p < positions; p++) {
            if (p == 0 || at[first + p] - at[first + p - 1] != LANES) {
                offsets[count] = at[first + p];
                starts[count++] = p * LANES;
            }
        }
        starts[count] = positions * LANES;
    }

    /** Copies all positions one after the other. */
    void gather(float[] from, int base, float[] to) {
        for (int run = 0; run < count; run++) {
            System.arraycopy(from, base + offsets[run], to, starts[run], starts[run + 1] - starts[run]);
        }
    }

    /** Copies them back to where they belong. */
    void scatter(float[] from, float[] to, int base) {
        for (int run = 0; run < count; run++) {
            System.arraycopy(from, starts[run], to, base + offsets[run], starts[run + 1] - starts[run]);
        }
    }

    /** Whether all positions are the same place. */
    static boolean isOnePlace(int[] at, int first, int positions) {
        for (int p = 1; p < positions; p++) {
            if (at[first + p] != at[first]) {
                return false;
            }
        }
        return true;
    }

    /** Copies 16 lanes to the beginning of an array and repeats them: each copy doubles what is there. */
    static void repeat(float[] from, int at, float[] to, int length) {
        System.arraycopy(from, at, to, 0, LANES);
        for (int done = LANES; done < length; done *= 2) {
            System.arraycopy(to, 0, to, done, Math.min(done, length - done));
        }
    }
}
