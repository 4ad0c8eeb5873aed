package handgrad.host.backend.cpu;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The weight gradient of a small linear layer on a large batch, in two parts. The samples are summed chunk by chunk right after the other steps have
 * seen them, while they are in the cache: a batch that fills the memory is read once. Then the chunks' sums are added up in order. Chunks are a
 * fixed number of samples, so that no number of threads changes the result.
 */
final class PartialWeightStep implements SampleStep {
    /** Groups of samples in a chunk, which one thread works through. */
    static final int CHUNK_GROUPS = 4;

    private static final int REDUCED_AT_ONCE = 256;

    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final RowsPlace dy;
    private final FloatStore partial;
    private final int inputs;
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
    PartialWeightStep(Kernels kernels, int workers, int batch, RowsPlace x, RowsPlace dy, FloatStore partial) {
        this.kernels = kernels;
        this.batch = batch;
        this.x = x;
        this.dy = dy;
        this.partial = partial;
        this.inputs = x.width();
        this.outputs = dy.width();
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
        product.expectedOf(kernels);
        this.calls = product.calls(workers);
        for (final BroadcastCall call : calls) {
            call.init = new float[Grid.LANES];
        }
    }

    /** How many chunks a batch has. */
    private static int chunks(int batch) {
        return (Grid.groups(batch) + CHUNK_GROUPS - 1) / CHUNK_GROUPS;
    }

    /** The elements of a chunk's sums. */
    private static int stride(int inputs, int outputs) {
        return outputs * inputs + outputs;
    }

    /** How many elements the sums of all chunks have. */
    static int size(int batch, int inputs, int outputs) {
        return chunks(batch) * stride(inputs, outputs);
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
            call.yBase = chunk * stride(inputs, outputs);
            product.run(kernels, call, first, end);
            sumBiases(first, end, call.yBase + outputs * inputs);
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

    /**
     * The second part: adds up the chunks.
     *
     * @param kernels what adds
     * @param batch the batch size
     * @param inputs the inputs C of the layer
     * @param outputs its outputs O
     * @param partial what the first part left
     * @param dw receives the weight gradient
     * @param db receives the bias gradient
     * @param weightEpilogue what to do with the weight gradient
     * @param biasEpilogue what to do with the bias gradient
     */
    record Sum(
            Kernels kernels,
            int batch,
            int inputs,
            int outputs,
            FloatStore partial,
            FloatStore dw,
            FloatStore db,
            Epilogue weightEpilogue,
            Epilogue biasEpilogue)
            implements BlockStep {
        Sum {
            kernels.expect(KernelUse.Single.ADD_SCALED);
        }

        @Override
        public int blocks() {
            // The last block is the bias gradient.
            return (inputs * outputs + REDUCED_AT_ONCE - 1) / REDUCED_AT_ONCE + 1;
        }

        @Override
        public void run(int worker, int block) {
            if (block == blocks() - 1) {
                add(outputs * inputs, db.values, 0, outputs);
                biasEpilogue.apply(0, outputs);
            } else {
                final int at = block * REDUCED_AT_ONCE;
                final int n = Math.min(REDUCED_AT_ONCE, inputs * outputs - at);
                add(at, dw.values, at, n);
                weightEpilogue.apply(at, n);
            }
        }

        private void add(int from, float[] to, int at, int n) {
            Arrays.fill(to, at, at + n, 0f);
            for (int chunk = 0; chunk < chunks(batch); chunk++) {
                kernels.addScaled(1f, partial.values, chunk * stride(inputs, outputs) + from, to, at, n);
            }
        }
    }
}
