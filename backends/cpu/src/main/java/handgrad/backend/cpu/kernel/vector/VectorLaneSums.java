package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over 16 lanes for all samples of a group, whose sums then are lanes: the tree of {@link LaneSums#sum}. Two vectors become one that has the sums of their halves
 * side by side, two of these one with the sums of quarters, and so on.
 */
final class VectorLaneSums {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = GroupLayout.LANES;
    private static final int HALF = LANES / 2;
    private static final boolean IS_WHOLE = SPECIES.length() == LANES;

    private static final VectorMask<Float> BY_EIGHT = upper(8);
    private static final VectorMask<Float> BY_FOUR = upper(4);
    private static final VectorMask<Float> BY_TWO = upper(2);
    private static final VectorMask<Float> BY_ONE = upper(1);
    private static final VectorShuffle<Float> OTHER_EIGHT = other(8);
    private static final VectorShuffle<Float> OTHER_FOUR = other(4);
    private static final VectorShuffle<Float> OTHER_TWO = other(2);
    private static final VectorShuffle<Float> OTHER_ONE = other(1);

    private VectorLaneSums() {}

    /**
     * to[toAt + 16 i + r] = Σ_l sums[16 (n r + i) + l] for 0 ≤ r &lt; 16 and 0 ≤ i &lt; n, by vectors of 8 lanes or of 16.
     *
     * @param sums the lanes, [16][n][16], which are overwritten
     */
    static void ofGroup(float[] sums, int n, float[] to, int toAt) {
        final int row = n * LANES;
        if (IS_WHOLE) {
            for (int i = 0; i < HALF * row; i += LANES) {
                folded(at(sums, i), at(sums, i + HALF * row), BY_EIGHT, OTHER_EIGHT)
                        .intoArray(sums, i);
            }
        } else {
            for (int i = 0; i < LANES * row; i += LANES) {
                at(sums, i).add(at(sums, i + HALF)).intoArray(sums, i);
            }
        }
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            foldRows(sums, lane * row, row, to, toAt + lane);
        }
    }

    /** The same for eight rows, or sixteen of which the first eight hold two each. */
    private static void foldRows(float[] sums, int first, int row, float[] to, int toAt) {
        for (int i = first; i < first + 4 * row; i += LANES) {
            folded(at(sums, i), at(sums, i + 4 * row), BY_FOUR, OTHER_FOUR).intoArray(sums, i);
        }
        for (int i = 0; i < row; i += LANES) {
            final int at = first + i;
            final FloatVector even = folded(at(sums, at), at(sums, at + 2 * row), BY_TWO, OTHER_TWO);
            final FloatVector odd = folded(at(sums, at + row), at(sums, at + 3 * row), BY_TWO, OTHER_TWO);
            folded(even, odd, BY_ONE, OTHER_ONE).intoArray(to, toAt + i);
        }
    }

    /** The sums of the neighbours of a, where the mask is not set, and of those of b, where it is. */
    private static FloatVector folded(
            FloatVector a, FloatVector b, VectorMask<Float> upper, VectorShuffle<Float> other) {
        return a.blend(b, upper).add(b.blend(a, upper).rearrange(other));
    }

    private static FloatVector at(float[] values, int at) {
        return FloatVector.fromArray(SPECIES, values, at);
    }

    /** The lanes in the upper half of each twice so many. */
    private static VectorMask<Float> upper(int distance) {
        long lanes = 0;
        for (int l = 0; l < SPECIES.length(); l++) {
            lanes |= (l & distance) == 0 ? 0 : 1L << l;
        }
        return VectorMask.fromLong(SPECIES, lanes);
    }

    /** For each lane the one so far away in the other half. */
    private static VectorShuffle<Float> other(int distance) {
        final int[] lanes = new int[SPECIES.length()];
        for (int l = 0; l < lanes.length; l++) {
            lanes[l] = (l ^ distance) % lanes.length;
        }
        return VectorShuffle.fromValues(SPECIES, lanes);
    }
}
