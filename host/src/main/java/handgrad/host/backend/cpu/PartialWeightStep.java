package handgrad.host.backend.cpu;

import handgrad.host.backend.LinearSums;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The parts of a {@link PartialGradient} of a small linear layer on a large batch: samples are added up right after the other steps have seen them, while
 * they are in the cache, so that a batch that fills the memory is read once. A part is a few groups, which one thread goes through in
 * order; its sums begin with zero and stay with that thread until the last of the groups.
 */
final class PartialWeightStep implements SampleStep {
    /** Groups of samples in a part. */
    static final int CHUNK_GROUPS = LinearSums.GROUPS_IN_PART;

    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final RowsPlace dy;
    private final FloatStore partial;
    private final int stride;
    private final int weights;
    private final int outputs;
    private final int[] blocks;
    private final BroadcastProduct product;
    private final BroadcastCall[] calls;
    private final float[][] biases;

    /**
     * A step.
     *
     * @param x the samples
     * @param dy the gradient of the outputs
     * @param partial receives for each part dw [O, C], then db [O]
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
        this.blocks = Blocks16.starts(x.width());
        // The sums [O][blocks][16]: apart even where the last block overlaps the one before, as each adds to what it
        // has.
        final int row = blocks.length * Grid.LANES;
        this.product = kernels.arrange(BroadcastProduct.dense(
                kernels,
                BroadcastTables.of(
                                IntStream.range(0, outputs).toArray(),
                                RowsPlace.consecutiveOffsets(0, outputs, Grid.LANES),
                                blocks,
                                RowsPlace.consecutiveOffsets(0, x.width(), Grid.LANES),
                                RowsPlace.consecutiveOffsets(0, row, outputs),
                                RowsPlace.consecutiveOffsets(0, Grid.LANES, blocks.length))
                        .accumulating(),
                outputs));
        product.expect(kernels);
        this.calls = product.calls(workers);
        for (final BroadcastCall call : calls) {
            call.y = new float[outputs * row];
            call.init = call.y;
        }
        this.biases = new float[workers][outputs];
    }

    @Override
    public void run(int worker, int group) {
        final BroadcastCall call = calls[worker];
        if (group % CHUNK_GROUPS == 0) {
            Arrays.fill(call.y, 0f);
            Arrays.fill(biases[worker], 0f);
        }
        final int samples = Grid.samples(batch, group);
        call.a = dy.values(worker);
        call.aBase = dy.at(group);
        call.x = x.values(worker);
        call.xBase = x.at(group);
        product.run(kernels, call, 0, samples);
        addBiases(call.a, call.aBase, samples, biases[worker]);
        if (group % CHUNK_GROUPS == CHUNK_GROUPS - 1 || group == Grid.groups(batch) - 1) {
            write(call.y, biases[worker], group / CHUNK_GROUPS * stride);
        }
    }

    private void addBiases(float[] deltas, int at, int samples, float[] sums) {
        for (int o = 0; o < outputs; o++) {
            float sum = sums[o];
            for (int n = 0; n < samples; n++) {
                sum += deltas[at + n * outputs + o];
            }
            sums[o] = sum;
        }
    }

    private void write(float[] sums, float[] biasSums, int at) {
        final int inputs = x.width();
        for (int o = 0; o < outputs; o++) {
            for (int p = 0; p < blocks.length; p++) {
                System.arraycopy(
                        sums,
                        (o * blocks.length + p) * Grid.LANES,
                        partial.values,
                        at + o * inputs + blocks[p],
                        Grid.LANES);
            }
        }
        System.arraycopy(biasSums, 0, partial.values, at + weights, outputs);
    }
}
