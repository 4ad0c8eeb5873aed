package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.step.BiasGradient;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.Epilogue;
import java.util.stream.IntStream;

/**
 * The weight gradient of a linear layer, dw[o, c] = Σ_n dy[n, o] · x[n, c], in the order of the samples. x is row-major, so that 16 neighbouring
 * weights are a sum of scalars times 16 neighbouring inputs; dy may lie either way. Where a row of x is shorter than 16, plain loops do.
 */
public final class LinearWeightStep implements BlockStep {
    /** A block's multiplications, times 16: large against the hand-over, small against the whole. */
    private static final long BLOCK_WORK = 60_000;

    private final Kernels kernels;
    private final RowsPlace x;
    private final FloatStore dy;
    private final int[] dyRows;
    private final int[] dyTaps;
    private final FloatStore dw;
    private final FloatStore db;
    private final int inputs;
    private final int outputs;
    private final int blockOutputs;
    private final BroadcastProduct block;
    private final BroadcastProduct last;
    private final BroadcastCall[] calls;
    private final BroadcastCall[] lastCalls;
    private final float[] zeros;
    private final Epilogue weightEpilogue;
    private final Epilogue biasEpilogue;

    /**
     * A step.
     *
     * @param dyRows for each output where it lies within a sample of dy
     * @param dyTaps for each sample where it begins in dy
     */
    public LinearWeightStep(
            Kernels kernels,
            int workers,
            RowsPlace x,
            FloatStore dy,
            int[] dyRows,
            int[] dyTaps,
            FloatStore dw,
            FloatStore db,
            Epilogue weightEpilogue,
            Epilogue biasEpilogue) {
        this.kernels = kernels;
        this.x = x;
        this.dy = dy;
        this.dyRows = dyRows;
        this.dyTaps = dyTaps;
        this.dw = dw;
        this.db = db;
        this.inputs = x.width();
        this.outputs = dyRows.length;
        final long rowWork = Math.max(1, (long) dyTaps.length * inputs / GroupLayout.LANES);
        // Multiples of 20 rows suit tiles of 4 and of 5.
        this.blockOutputs = (int) Math.min(outputs, Math.max(1, BLOCK_WORK / rowWork / 20) * 20);
        this.block = product(blockOutputs);
        this.last = product(outputs - (blocks() - 1) * blockOutputs);
        this.calls = block.calls(kernels, workers);
        this.lastCalls = last.calls(kernels, workers);
        this.zeros = new float[GroupLayout.LANES];
        this.weightEpilogue = weightEpilogue;
        this.biasEpilogue = biasEpilogue;
    }

    /** The same, once the kernels are noted that it will use. */
    public LinearWeightStep expected() {
        if (blocks() > 1) {
            block.queueWarmUp(kernels);
        }
        last.queueWarmUp(kernels);
        return this;
    }

    private BroadcastProduct product(int rows) {
        final int[] blocks = LaneBlocks.fit(inputs) ? LaneBlocks.starts(inputs) : new int[0];
        return kernels.arrange(BroadcastProduct.dense(
                kernels,
                BroadcastTables.of(
                        dyRows,
                        dyTaps,
                        blocks,
                        x.offsets(),
                        IntStream.range(0, rows).map(o -> o * inputs).toArray(),
                        blocks),
                rows));
    }

    @Override
    public int blocks() {
        return (outputs + blockOutputs - 1) / blockOutputs;
    }

    @Override
    public void run(int worker, int number) {
        final int first = number * blockOutputs;
        final int end = Math.min(outputs, first + blockOutputs);
        if (LaneBlocks.fit(inputs)) {
            final boolean isLast = number == blocks() - 1;
            final BroadcastCall call = isLast ? lastCalls[worker] : calls[worker];
            call.a = dy.values;
            call.firstARow = first;
            call.x = x.values(0);
            call.init = zeros;
            call.y = dw.values;
            call.yBase = first * inputs;
            (isLast ? last : block).run(kernels, call);
        } else {
            computeNarrow(first, end);
        }
        weightEpilogue.apply(first * inputs, (end - first) * inputs);
        BiasGradient.sum(dy.values, dyRows, dyTaps, db.values, first, end);
        biasEpilogue.apply(first, end - first);
    }

    private void computeNarrow(int first, int end) {
        final float[] samples = x.values(0);
        final float[] deltas = dy.values;
        final int[] rows = x.offsets();
        for (int o = first; o < end; o++) {
            for (int c = 0; c < inputs; c++) {
                float sum = 0f;
                for (int n = 0; n < dyTaps.length; n++) {
                    sum = Math.fma(deltas[dyRows[o] + dyTaps[n]], samples[rows[n] + c], sum);
                }
                dw.values[o * inputs + c] = sum;
            }
        }
    }
}
