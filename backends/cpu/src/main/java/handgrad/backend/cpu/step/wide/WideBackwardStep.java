package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.backend.cpu.step.linear.OutputGradient;
import handgrad.program.LinearOp.LinearBackwardWeight;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@link WideBackwardFusion}, a second-level cacheful of weights at a time, some rows (outputs) of some columns
 * (inputs): its part of dx is added up, its gradient is computed, and it is updated. Blocks are ranges of columns, so
 * that each element of dx is summed within one, in the order of the outputs; without dx they are ranges of rows.
 * Further blocks compute the bias gradient.
 */
public final class WideBackwardStep implements BlockStep {
    /** Rows of weights that stay near the core together: 295 KB of 384 columns. */
    private static final int ROWS = 192;

    /**
     * Vectors of 16 columns in a block. The longer a row of a block, the more is read and written in one go: with 12,
     * and so with more of x in the first-level cache, a step of {@code mlp-wide} takes 5 % longer.
     */
    private static final int VECTORS = 24;

    /** Rows in a block of all columns: eight tiles of 6. */
    private static final int WHOLE_ROWS = 48;

    private static final int BIASES = 512;

    private final OutputGradient dy;
    private final FloatStore db;
    private final int[] rowStarts;
    private final int[] columnStarts;
    private final Optional<WideProductStep> inputGradient;
    private final WideUpdate update;

    /** The step of a layer. */
    public WideBackwardStep(StepContext context, WideBackwardFusion layer) {
        final Memory memory = context.memory();
        final LinearBackwardWeight g = layer.gradient();
        final WideColumns columns = WideColumns.of(memory.rows(g.x()).width());
        this.dy = OutputGradient.of(memory.grouped(g.dy()), g.x().shape().batch());
        this.db = memory.floats(g.db());
        final int outputs = dy.outputs().length;
        if (layer.input().isPresent()) {
            this.rowStarts = WideBlocks.even(outputs, ROWS);
            this.columnStarts = WideBlocks.starts(columns.vectors(), VECTORS);
        } else {
            this.rowStarts = WideBlocks.starts(outputs, WHOLE_ROWS);
            this.columnStarts = new int[] {0, columns.vectors()};
        }
        final int[] inputStarts =
                Arrays.stream(columnStarts).map(columns::column).toArray();
        this.inputGradient = layer.input().map(input -> WideProductStep.of(context, input, inputStarts));
        this.update = new WideUpdate(
                context,
                layer,
                dy,
                columns,
                rowStarts,
                columnStarts,
                layer.input().isPresent() ? Optional.empty() : memory.nonzeros(g.x()));
    }

    @Override
    public int blocks() {
        return weightBlocks() + Math.ceilDiv(dy.outputs().length, BIASES);
    }

    private int weightBlocks() {
        return (inputGradient.isPresent() ? columnStarts : rowStarts).length - 1;
    }

    @Override
    public void run(int worker, int block) {
        if (block >= weightBlocks()) {
            final int first = (block - weightBlocks()) * BIASES;
            dy.sumSamples(db.values, first, Math.min(dy.outputs().length, first + BIASES));
        } else if (inputGradient.isPresent()) {
            for (int rows = 0; rows + 1 < rowStarts.length; rows++) {
                inputGradient.get().run(worker, block, rowStarts[rows], rowStarts[rows + 1]);
                update.run(worker, rows, block);
            }
        } else {
            update.run(worker, block, 0);
        }
    }
}
