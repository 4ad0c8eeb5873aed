package handgrad.backend.cpu.layout;

/** Sums over the 16 lanes of a group, always in the same order. */
public final class LaneSums {
    private LaneSums() {}

    /** The sum of all 16 lanes, as a tree: the error stays small, and the compiler may use vectors. */
    public static float sum(float[] values, int at) {
        final float a0 = values[at] + values[at + 8];
        final float a1 = values[at + 1] + values[at + 9];
        final float a2 = values[at + 2] + values[at + 10];
        final float a3 = values[at + 3] + values[at + 11];
        final float a4 = values[at + 4] + values[at + 12];
        final float a5 = values[at + 5] + values[at + 13];
        final float a6 = values[at + 6] + values[at + 14];
        final float a7 = values[at + 7] + values[at + 15];
        return ((a0 + a4) + (a2 + a6)) + ((a1 + a5) + (a3 + a7));
    }

    /** The sum of the first lanes, those with samples, in order unless there are 16. */
    public static float sum(float[] values, int at, int lanes) {
        if (lanes == GroupLayout.LANES) {
            return sum(values, at);
        }
        float sum = values[at];
        for (int l = 1; l < lanes; l++) {
            sum += values[at + l];
        }
        return sum;
    }
}
