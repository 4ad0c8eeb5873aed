package handgrad.host.training;

/**
 * The loss and hits of each step since a report, as the device recorded them. The arrays are not copied.
 *
 * @param lossSums [S]: the sum of each step's losses
 * @param hits [S]: how many samples each step answered right
 * @param kinkDistances [S] for an objective whose steps at the kink are counted (see {@link handgrad.training.Feed}),
 *     else empty
 */
public record StepHistory(float[] lossSums, int[] hits, float[] kinkDistances) {
    /** Before the first step. */
    public static final StepHistory NONE = new StepHistory(new float[0], new int[0], new float[0]);

    /**
     * How many steps there were.
     *
     * @return S
     */
    public int steps() {
        return lossSums.length;
    }
}
