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
 * The weight gradient of a linear layer with fewer than 16 inputs and at least 16 outputs, all row-major: 16 neighbouring outputs of dwᵀ are a sum
 * over the samples of scalars of x times 16 neighbours of dy. The result is small, so it is one block.
 */
public final class LinearNarrowWeightStep implements BlockStep {
    private final Kernels kernels;
    private final RowsPlace x;
    private final RowsPlace dy;
    private final FloatStore dw;
    private final FloatStore db;
    private final Epilogue weightEpilogue;
    private final Epilogue biasEpilogue;
    private final BroadcastProduct product;
    private final BroadcastCall call;
    private final int[] outputs;

    public LinearNarrowWeightStep(
            Kernels kernels,
            RowsPlace x,
            RowsPlace dy,
            FloatStore dw,
            FloatStore db,
            Epilogue weightEpilogue,
            Epilogue biasEpilogue) {
        this.kernels = kernels;
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        this.db = db;
        this.weightEpilogue = weightEpilogue;
        this.biasEpilogue = biasEpilogue;
        this.outputs = IntStream.range(0, dy.width()).toArray();
        final int[] blocks = LaneBlocks.starts(dy.width());
        this.product = kernels.arrange(BroadcastProduct.dense(
                kernels,
                BroadcastTables.of(
                        IntStream.range(0, x.width()).toArray(),
                        x.offsets(),
                        blocks,
                        dy.offsets(),
                        IntStream.range(0, x.width()).map(c -> c * dy.width()).toArray(),
                        blocks),
                x.width()));
        product.queueWarmUp(kernels);
        this.call = product.call(kernels);
        call.init = new float[GroupLayout.LANES];
        call.y = new float[x.width() * dy.width()];
    }

    @Override
    public int blocks() {
        return 1;
    }

    @Override
    public void run(int worker, int block) {
        call.a = x.values(0);
        call.x = dy.values(0);
        product.run(kernels, call);
        for (int o = 0; o < dy.width(); o++) {
            for (int c = 0; c < x.width(); c++) {
                dw.values[o * x.width() + c] = call.y[c * dy.width() + o];
            }
        }
        weightEpilogue.apply(0, call.y.length);
        BiasGradient.sum(call.x, outputs, dy.offsets(), db.values, 0, dy.width());
        biasEpilogue.apply(0, dy.width());
    }
}
