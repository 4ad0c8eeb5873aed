package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearForward;

/**
 * The forward pass of a wide linear layer, or the gradient of its input, in blocks of rows of the {@link
 * WideProduct}.
 */
public final class WideProductStep implements BlockStep {
    /** Rows in a block: eight tiles of 6. */
    private static final int ROWS = 48;

    /** Floats of the groups that a tile takes at once which stay in the second-level cache beside a block's weights. */
    private static final int CACHED = 1 << 17;

    /** The most groups that a tile takes at once. */
    private static final int GROUPS = 4;

    private final WideProduct product;
    private final int tapsAtOnce;

    private WideProductStep(WideProduct product, int batch) {
        this.product = product;
        this.tapsAtOnce = CACHED / GroupLayout.LANES / Math.min(GROUPS, GroupLayout.groups(batch));
    }

    /** y = x wᵀ + b. */
    public static WideProductStep of(StepContext context, LinearForward f) {
        final int[] starts = WideBlocks.starts(f.w().shape().dimension(0), ROWS);
        return new WideProductStep(
                WideProduct.of(context, f, starts), f.x().shape().batch());
    }

    /** dx = dy w. */
    public static WideProductStep of(StepContext context, LinearBackwardInput b) {
        final int[] starts = WideBlocks.starts(b.w().shape().dimension(1), ROWS);
        return new WideProductStep(
                WideProduct.of(context, b, starts), b.dy().shape().batch());
    }

    @Override
    public int blocks() {
        return product.blocks();
    }

    @Override
    public void run(int worker, int block) {
        final int taps = product.taps(worker);
        int tap = 0;
        // Without any tap the sums are what they begin with, which has to be stored nevertheless.
        do {
            final int end = Math.min(taps, tap + tapsAtOnce);
            product.run(worker, block, tap, end);
            tap = end;
        } while (tap < taps);
    }
}
