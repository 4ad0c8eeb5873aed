package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Sums over the lanes of vectors, and of lanes over taps. */
public final class VectorLaneSums {
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
     * to[toAt + 16 i + r] = Σ_l sums[16 (n r + i) + l] for 0 ≤ r &lt; 16 and 0 ≤ i &lt; n, in the order of
     * {@link LaneSums#sum}. Two vectors become one with the sums of their halves side by side, two of these one with
     * the sums of quarters, and so on.
     *
     * @param sums the lanes, [16][n][16], which are overwritten
     */
    public static void ofGroup(float[] sums, int n, float[] to, int toAt) {
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

    /** The same for eight rows, or for sixteen rows, of which the first eight rows of sums hold two each. */
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

    /** Lane l of a plus its neighbour, lane other[l], where the mask is not set; of b where it is. */
    private static FloatVector folded(
            FloatVector a, FloatVector b, VectorMask<Float> upper, VectorShuffle<Float> other) {
        return a.blend(b, upper).add(b.blend(a, upper).rearrange(other));
    }

    /** As {@link Kernels#sumLanes}, for as many lanes as a vector holds. */
    static void overTaps(float[] x, int at, int[] taps, float[] sums, int sumsAt) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        final int fours = taps.length & -4;
        for (int k = 0; k < fours; k += 4) {
            s0 = s0.add(at(x, at + taps[k]));
            s1 = s1.add(at(x, at + taps[k + 1]));
            s2 = s2.add(at(x, at + taps[k + 2]));
            s3 = s3.add(at(x, at + taps[k + 3]));
        }
        if (fours < taps.length) {
            s0 = s0.add(at(x, at + taps[fours]));
        }
        if (fours + 1 < taps.length) {
            s1 = s1.add(at(x, at + taps[fours + 1]));
        }
        if (fours + 2 < taps.length) {
            s2 = s2.add(at(x, at + taps[fours + 2]));
        }
        at(sums, sumsAt).add(s0.add(s1).add(s2.add(s3))).intoArray(sums, sumsAt);
    }

    private static FloatVector at(float[] values, int at) {
        return FloatVector.fromArray(SPECIES, values, at);
    }

    /** The lanes l with l mod 2 · distance ≥ distance. */
    private static VectorMask<Float> upper(int distance) {
        long lanes = 0;
        for (int l = 0; l < SPECIES.length(); l++) {
            lanes |= (l & distance) == 0 ? 0 : 1L << l;
        }
        return VectorMask.fromLong(SPECIES, lanes);
    }

    /** For each lane l the lane l xor distance. */
    private static VectorShuffle<Float> other(int distance) {
        final int[] lanes = new int[SPECIES.length()];
        for (int l = 0; l < lanes.length; l++) {
            lanes[l] = (l ^ distance) % lanes.length;
        }
        return VectorShuffle.fromValues(SPECIES, lanes);
    }
}
