package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.program.LinearOp.LinearBackwardInput;
import java.util.stream.IntStream;

/**
 * dx = dy w with all row-major: each 16 neighbouring inputs of a sample are a sum over the outputs of dy times 16 weights. Wide
 * layers have {@code WideProductStep}.
 */
public final class LinearRowsBackward implements SampleStep {
    private final Kernels kernels;
    private final int workers;
    private final int batch;
    private final RowsPlace dy;
    private final FloatStore w;
    private final RowsPlace dx;
    private final int inputs;
    private final int outputs;
    private final float[] zeros;
    private final BroadcastProduct full;
    private final BroadcastProduct rest;
    private final BroadcastCall[] fullCalls;
    private final BroadcastCall[] restCalls;

    LinearRowsBackward(Kernels kernels, int workers, int batch, RowsPlace dy, FloatStore w, RowsPlace dx) {
        this.kernels = kernels;
        this.workers = workers;
        this.batch = batch;
        this.dy = dy;
        this.w = w;
        this.dx = dx;
        this.inputs = dx.width();
        this.outputs = dy.width();
        this.zeros = new float[GroupLayout.LANES];
        this.full = product(GroupLayout.LANES, inputs);
        this.rest = product(Math.max(1, batch % GroupLayout.LANES), inputs);
        this.fullCalls = full.calls(kernels, workers);
        this.restCalls = rest.calls(kernels, workers);
    }

    private BroadcastProduct product(int rows, int length) {
        final int[] blocks = LaneBlocks.fit(length) ? LaneBlocks.starts(length) : new int[0];
        return kernels.arrange(BroadcastProduct.dense(
                kernels,
                BroadcastTables.of(
                        dy.offsets(),
                        IntStream.range(0, outputs).toArray(),
                        blocks,
                        IntStream.range(0, outputs).map(o -> o * inputs).toArray(),
                        IntStream.range(0, rows).map(n -> n * inputs).toArray(),
                        blocks),
                rows,
                GroupLayout.LANES));
    }

    /** The step of an op, with its places. */
    public static LinearRowsBackward of(Kernels kernels, int workers, Memory memory, LinearBackwardInput b) {
        return new LinearRowsBackward(
                kernels,
                workers,
                b.dy().shape().batch(),
                memory.rows(b.dy()),
                memory.floats(b.w()),
                memory.rows(b.dx()));
    }

    /** The step by groups of samples. */
    public SampleStep bySamples() {
        if (batch >= GroupLayout.LANES) {
            full.queueWarmUp(kernels);
        }
        if (batch % GroupLayout.LANES != 0) {
            rest.queueWarmUp(kernels);
        }
        return this;
    }

    @Override
    public void run(int worker, int group) {
        final int samples = GroupLayout.samples(batch, group);
        final boolean isFull = samples == GroupLayout.LANES;
        if (LaneBlocks.fit(inputs)) {
            compute(
                    worker,
                    isFull ? full : rest,
                    isFull ? fullCalls[worker] : restCalls[worker],
                    dy.firstRow(group),
                    dx.at(group),
                    0);
        } else {
            computeNarrow(worker, group, samples);
        }
    }

    private void compute(
            int worker, BroadcastProduct product, BroadcastCall call, int firstRow, int to, int firstInput) {
        call.a = dy.values(worker);
        call.firstARow = firstRow;
        call.x = w.values;
        call.xBase = firstInput;
        call.init = zeros;
        call.y = dx.values(worker);
        call.yBase = to + firstInput;
        product.run(kernels, call);
    }

    private void computeNarrow(int worker, int group, int samples) {
        final float[] from = dy.values(worker);
        final float[] to = dx.values(worker);
        for (int n = 0; n < samples; n++) {
            final int at = dy.offsets()[dy.firstRow(group) + n];
            for (int c = 0; c < inputs; c++) {
                float sum = 0f;
                for (int o = 0; o < outputs; o++) {
                    sum = Math.fma(from[at + o], w.values[o * inputs + c], sum);
                }
                to[dx.at(group) + n * inputs + c] = sum;
            }
        }
    }
}
