package handgrad.kernels.element;

/**
 * Sums over a batch. Float sums are compensated (Kahan): {@code lost} is the rounding error of the last addition, which
 * the next one corrects, so that sums of thousands of terms stay accurate.
 */
public final class RecordElements {
    private RecordElements() {}

    /**
     * Σ values.
     *
     * @param values contains the terms
     * @param first the index of the first term
     * @param count the number of terms
     * @return the compensated sum, in order
     */
    public static float sum(float[] values, int first, int count) {
        float sum = 0f;
        float lost = 0f;
        for (int n = 0; n < count; n++) {
            final float term = values[first + n] - lost;
            final float next = sum + term;
            lost = (next - sum) - term;
            sum = next;
        }
        return sum;
    }

    /**
     * Σ values.
     *
     * @param values contains the terms
     * @param first the index of the first term
     * @param count the number of terms
     * @return the sum
     */
    public static int sum(int[] values, int first, int count) {
        int sum = 0;
        for (int n = 0; n < count; n++) {
            sum += values[first + n];
        }
        return sum;
    }
}
