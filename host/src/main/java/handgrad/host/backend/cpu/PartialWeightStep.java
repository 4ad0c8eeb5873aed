package handgrad.host.backend.cpu;

import java.util.stream.IntStream;

/**
 * The parts of a {@link PartialGradient} of a small linear layer on a large batch: chunks of samples are summed right after the other steps have seen
 * them, while they are in the cache, so that a batch that fills the memory is read once.
 */
final class PartialWeightStep implements SampleStep {
    /** Groups of samples in a chunk, which one thread works through. */
    static final int CHUNK_GROUPS = 4;

    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final RowsPlace dy;
    private final FloatStore partial;
    private final int stride;
    private final int weights;
    private final int outputs;
    private final BroadcastProduct product;
    private final BroadcastCall[] calls;

    /**
     * A step.
     *
     * @param x the samples, all of them
     * @param dy the gradient of the outputs, of all samples
     * @param partial receives for each chunk dw [O, C], then db [O]
     */
    PartialWeightStep(
            Kernels kernels, int workers, PartialGradient gradient, RowsPlace x, RowsPlace dy, FloatStore partial) {
        this.kernels = kernels;
        this.batch = gradient.x().shape().batch();
        this.x = x;
        this.dy = dy;
        this.partial = partial;
        this.stride = gradient.stride();
        this.weights = gradient.dw().size();
        this.outputs = dy.width();
        final int inputs = x.width();
        final int[] blocks = Blocks16.starts(inputs);
        this.product = BroadcastProduct.dense(
                BroadcastTables.of(
                        IntStream.range(0, outputs).toArray(),
                        dy.offsets(),
                        blocks,
                        x.offsets(),
                        IntStream.range(0, outputs).map(o -> o * inputs).toArray(),
                        blocks),
                outputs);
        product.expect(kernels);
        this.calls = product.calls(workers);
        for (final BroadcastCall call : calls) {
            call.init = new float[Grid.LANES];
        }
    }

    @Override
    public void run(int worker, int group) {
        final boolean isChunkComplete = group % CHUNK_GROUPS == CHUNK_GROUPS - 1 || group == Grid.groups(batch) - 1;
        if (isChunkComplete) {
            final int chunk = group / CHUNK_GROUPS;
            final int first = chunk * CHUNK_GROUPS * Grid.LANES;
            final int end = Math.min(batch, first + CHUNK_GROUPS * Grid.LANES);
            final BroadcastCall call = calls[worker];
            call.a = dy.values(0);
            call.x = x.values(0);
            call.y = partial.values;
            call.yBase = chunk * stride;
            product.run(kernels, call, first, end);
            sumBiases(first, end, call.yBase + weights);
        }
    }

    private void sumBiases(int first, int end, int to) {
        final float[] deltas = dy.values(0);
        for (int o = 0; o < outputs; o++) {
            float sum = 0f;
            for (int n = first; n < end; n++) {
                sum += deltas[dy.offsets()[n] + o];
            }
            partial.values[to + o] = sum;
        }
    }
}
