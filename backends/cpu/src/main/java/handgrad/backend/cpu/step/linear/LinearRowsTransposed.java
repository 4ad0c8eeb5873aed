package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.step.SampleStep;
import java.util.stream.IntStream;

/**
 * y = x wᵀ + b with x and y row-major and the transpose of w: each 16 neighbouring outputs of a sample are a sum over the inputs of x times 16
 * weights. Faster than dot products where these would be short, for then adding up their 16 partial sums is most of the work.
 */
public final class LinearRowsTransposed implements SampleStep {
    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final FloatStore transposed;
    private final FloatStore b;
    private final RowsPlace y;
    private final BroadcastProduct full;
    private final BroadcastProduct rest;
    private final BroadcastCall[] fullCalls;
    private final BroadcastCall[] restCalls;

    /**
     * A step.
     *
     * @param transposed wᵀ, [C, O]
     */
    public LinearRowsTransposed(
            Kernels kernels, int workers, int batch, RowsPlace x, FloatStore transposed, FloatStore b, RowsPlace y) {
        this.kernels = kernels;
        this.batch = batch;
        this.x = x;
        this.transposed = transposed;
        this.b = b;
        this.y = y;
        this.full = product(GroupLayout.LANES);
        this.rest = product(Math.max(1, batch % GroupLayout.LANES));
        if (batch >= GroupLayout.LANES) {
            full.queueWarmUp(kernels);
        }
        if (batch % GroupLayout.LANES != 0) {
            rest.queueWarmUp(kernels);
        }
        this.fullCalls = full.calls(kernels, workers);
        this.restCalls = rest.calls(kernels, workers);
    }

    private BroadcastProduct product(int rows) {
        final int outputs = y.width();
        final int[] blocks = LaneBlocks.starts(outputs);
        return kernels.arrange(BroadcastProduct.dense(
                kernels,
                BroadcastTables.of(
                                x.offsets(),
                                IntStream.range(0, x.width()).toArray(),
                                blocks,
                                IntStream.range(0, x.width())
                                        .map(c -> c * outputs)
                                        .toArray(),
                                IntStream.range(0, rows).map(n -> n * outputs).toArray(),
                                blocks)
                        .startingByPosition(),
                rows,
                GroupLayout.LANES));
    }

    @Override
    public void run(int worker, int group) {
        final boolean isFull = GroupLayout.samples(batch, group) == GroupLayout.LANES;
        final BroadcastCall call = isFull ? fullCalls[worker] : restCalls[worker];
        call.a = x.values(worker);
        call.firstARow = x.firstRow(group);
        call.x = transposed.values;
        call.init = b.values;
        call.y = y.values(worker);
        call.yBase = y.at(group);
        (isFull ? full : rest).run(kernels, call);
    }
}
