package handgrad.backend.cpu.step;

/** The bias gradient of a linear layer, db[o] = Σ_n dy[n, o]. */
public final class BiasGradient {
    private BiasGradient() {}

    /**
     * Sums some outputs over all samples.
     *
     * @param dy the gradient of the outputs
     * @param rows for each output where it lies within a sample
     * @param taps for each sample where it begins
     * @param db receives the sums
     * @param first the first output
     * @param end the output after the last
     */
    public static void sum(float[] dy, int[] rows, int[] taps, float[] db, int first, int end) {
        for (int o = first; o < end; o++) {
            // Four sums in turn, so that an addition need not wait for the one before.
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            final int row = rows[o];
            int n = 0;
            for (; n + 3 < taps.length; n += 4) {
                s0 += dy[row + taps[n]];
                s1 += dy[row + taps[n + 1]];
                s2 += dy[row + taps[n + 2]];
                s3 += dy[row + taps[n + 3]];
            }
            for (; n < taps.length; n++) {
                s0 += dy[row + taps[n]];
            }
            db[o] = (s0 + s1) + (s2 + s3);
        }
    }
}
