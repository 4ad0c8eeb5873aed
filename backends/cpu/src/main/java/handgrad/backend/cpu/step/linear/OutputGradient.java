package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.RowsPlace;
import java.util.stream.IntStream;

/**
 * The gradient of a linear layer's outputs, dy[n, o], of all samples, which may lie row-major or in groups.
 *
 * @param store the array
 * @param outputs for each output o where it lies within a sample
 * @param samples for each sample n where it begins
 */
public record OutputGradient(FloatStore store, int[] outputs, int[] samples) {
    /** A gradient that lies row-major. */
    static OutputGradient of(RowsPlace rows) {
        return new OutputGradient(
                rows.stores()[0], IntStream.range(0, rows.width()).toArray(), rows.offsets());
    }

    /** A gradient that lies in groups. */
    public static OutputGradient of(GroupedPlace groups, int batch) {
        return new OutputGradient(groups.stores()[0], groups.grid().offsets(), groups.places(batch));
    }

    /** The bias gradient of the outputs from {@code first} to {@code end - 1}: db[o] = Σ_n dy[n, o]. */
    public void sumSamples(float[] db, int first, int end) {
        final float[] dy = store.values;
        for (int o = first; o < end; o++) {
            // Four sums in turn, so that an addition need not wait for the one before.
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            final int at = outputs[o];
            int n = 0;
            for (; n + 3 < samples.length; n += 4) {
                s0 += dy[at + samples[n]];
                s1 += dy[at + samples[n + 1]];
                s2 += dy[at + samples[n + 2]];
                s3 += dy[at + samples[n + 3]];
            }
            for (; n < samples.length; n++) {
                s0 += dy[at + samples[n]];
            }
            db[o] = (s0 + s1) + (s2 + s3);
        }
    }
}
