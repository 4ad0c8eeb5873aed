package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearForward;
import java.util.Arrays;
import java.util.Optional;

/** A {@link WideProduct} by itself: the forward pass of a wide linear layer, or the gradient of its input. */
public final class WideProductStep implements BlockStep {
    /** Rows in a block: eight tiles of 6. */
    private static final int ROWS = 48;

    /** Floats of the lanes of four groups, as many as a tile takes at once, that stay in the second-level cache beside a block's weights. */
    private static final int CACHED = 1 << 17;

    private static final int GROUPS = 4;

    private final WideProduct product;
    private final int[] starts;
    private final Optional<FloatStore> biases;
    private final int tapsAtOnce;

    private WideProductStep(WideProduct product, int[] starts, Optional<FloatStore> biases, int batch) {
        this.product = product;
        this.starts = starts;
        this.biases = biases;
        this.tapsAtOnce = CACHED / GroupLayout.LANES / Math.min(GROUPS, GroupLayout.groups(batch));
    }

    /** The forward step of an op, with its places. */
    public static WideProductStep of(Kernels kernels, int workers, Memory memory, LinearForward f) {
        final GroupedPlace x = memory.grouped(f.x());
        final GroupedPlace y = memory.grouped(f.y());
        final int[] starts = starts(f.w().shape().dimension(0));
        final int batch = f.x().shape().batch();
        return new WideProductStep(
                WideProduct.forward(
                        kernels, workers, batch, x, memory.nonzeros(f.x()), memory.floats(f.w()), y, starts),
                starts,
                Optional.of(memory.floats(f.b())),
                batch);
    }

    /** The step for an input gradient, with its places. */
    public static WideProductStep of(Kernels kernels, int workers, Memory memory, LinearBackwardInput b) {
        final GroupedPlace dy = memory.grouped(b.dy());
        final GroupedPlace dx = memory.grouped(b.dx());
        final int[] starts = starts(b.w().shape().dimension(1));
        final int batch = b.dy().shape().batch();
        return new WideProductStep(
                WideProduct.backward(kernels, workers, batch, dy, memory.floats(b.w()), dx, starts),
                starts,
                Optional.empty(),
                batch);
    }

    private static int[] starts(int rows) {
        return WideBlocks.starts(rows, ROWS);
    }

    @Override
    public int blocks() {
        return product.blocks();
    }

    @Override
    public void run(int worker, int block) {
        if (biases.isPresent()) {
            final float[] values = biases.get().values;
            final float[] start = product.start();
            for (int r = starts[block]; r < starts[block + 1]; r++) {
                Arrays.fill(start, r * GroupLayout.LANES, (r + 1) * GroupLayout.LANES, values[r]);
            }
        }
        // Without any tap y is what sums begin with, which is to be stored nevertheless.
        final int taps = product.taps(worker);
        int tap = 0;
        do {
            final int end = Math.min(taps, tap + tapsAtOnce);
            product.run(worker, block, tap, end);
            tap = end;
        } while (tap < taps);
    }
}
