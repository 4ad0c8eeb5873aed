package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.layout.RowsPlace;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Sums over samples that lie row-major as floats: 16 neighbouring inputs of an output are a sum of scalars of dy times 16 neighbours of x. */
public final class GatheredSums implements SampleSums {
    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final RowsPlace dy;
    private final int outputs;
    private final int[] blocks;
    private final BroadcastProduct product;
    private final BroadcastCall[] calls;

    public GatheredSums(Kernels kernels, int workers, int batch, RowsPlace x, RowsPlace dy) {
        this.kernels = kernels;
        this.batch = batch;
        this.x = x;
        this.dy = dy;
        this.outputs = dy.width();
        this.blocks = LaneBlocks.starts(x.width());
        // The sums [O][blocks][16]: apart even where the last block overlaps the one before, as each adds to what it
        // has.
        final int row = blocks.length * GroupLayout.LANES;
        this.product = kernels.arrange(BroadcastProduct.dense(
                kernels,
                BroadcastTables.of(
                                IntStream.range(0, outputs).toArray(),
                                RowsPlace.consecutiveOffsets(0, outputs, GroupLayout.LANES),
                                blocks,
                                RowsPlace.consecutiveOffsets(0, x.width(), GroupLayout.LANES),
                                RowsPlace.consecutiveOffsets(0, row, outputs),
                                RowsPlace.consecutiveOffsets(0, GroupLayout.LANES, blocks.length))
                        .accumulating(),
                outputs));
        this.calls = product.calls(kernels, workers);
        for (final BroadcastCall call : calls) {
            call.y = new float[outputs * row];
            call.init = call.y;
        }
    }

    /** The same, once the kernels are noted that it will use. */
    public GatheredSums expected() {
        product.queueWarmUp(kernels);
        return this;
    }

    @Override
    public void clear(int worker) {
        Arrays.fill(calls[worker].y, 0f);
    }

    @Override
    public void add(int worker, int group) {
        final BroadcastCall call = calls[worker];
        call.a = dy.values(worker);
        call.aBase = dy.at(group);
        call.x = x.values(worker);
        call.xBase = x.at(group);
        product.run(kernels, call, 0, GroupLayout.samples(batch, group));
    }

    @Override
    public void write(int worker, float[] to, int at) {
        final float[] sums = calls[worker].y;
        for (int o = 0; o < outputs; o++) {
            for (int p = 0; p < blocks.length; p++) {
                System.arraycopy(
                        sums,
                        (o * blocks.length + p) * GroupLayout.LANES,
                        to,
                        at + o * x.width() + blocks[p],
                        GroupLayout.LANES);
            }
        }
    }
}
