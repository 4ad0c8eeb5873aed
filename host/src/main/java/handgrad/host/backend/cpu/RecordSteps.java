package handgrad.host.backend.cpu;

/** Records and counters: little work, in one block. */
final class RecordSteps {
    private RecordSteps() {}

    /** history[position[1]] = Σ losses, with Kahan's compensation. */
    static BlockStep losses(int batch, FloatStore losses, IntStore position, FloatStore history) {
        return BlockStep.single(() -> {
            float sum = 0f;
            float lost = 0f;
            for (int n = 0; n < batch; n++) {
                final float term = losses.values[n] - lost;
                final float next = sum + term;
                // An infinite sum would make the compensation NaN and hide that it is infinite.
                lost = Float.isInfinite(next) ? 0f : (next - sum) - term;
                sum = next;
            }
            history.values[position.values[1]] = sum;
        });
    }

    /** history[position[1]] = Σ hits. */
    static BlockStep hits(int batch, IntStore hits, IntStore position, IntStore history) {
        return BlockStep.single(() -> {
            int sum = 0;
            for (int n = 0; n < batch; n++) {
                sum += hits.values[n];
            }
            history.values[position.values[1]] = sum;
        });
    }

    /** history[position[1]] += samples · lambda · Σ w², in 16 partial sums. */
    static BlockStep penalty(
            int size, FloatStore w, FloatStore lambda, IntStore position, FloatStore history, int samples) {
        final float[] sums = new float[Grid.LANES];
        return BlockStep.single(() -> {
            java.util.Arrays.fill(sums, 0f);
            final float[] weights = w.values;
            final int whole = size - size % Grid.LANES;
            for (int i = 0; i < whole; i += Grid.LANES) {
                for (int l = 0; l < Grid.LANES; l++) {
                    sums[l] = Math.fma(weights[i + l], weights[i + l], sums[l]);
                }
            }
            for (int i = whole; i < size; i++) {
                sums[i - whole] = Math.fma(weights[i], weights[i], sums[i - whole]);
            }
            history.values[position.values[1]] += samples * lambda.values[0] * Lanes.sum(sums, 0);
        });
    }

    /** position[0] += samples; position[1] += 1. */
    static BlockStep advance(IntStore position, int samples) {
        return BlockStep.single(() -> {
            position.values[0] += samples;
            position.values[1] += 1;
        });
    }
}
