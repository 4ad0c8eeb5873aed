package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.backend.cpu.step.BiasGradient;
import handgrad.backend.cpu.step.BlockStep;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@link WideBackwardFusion}. A second-level cacheful of weights at a time, some rows (outputs) of some columns (inputs): its part of dx is added up, its
 * gradient is computed, and it is updated. Blocks are ranges of columns, so that each element of dx is summed within one, in the order of the
 * outputs; without dx they are ranges of rows. Further blocks compute the bias gradient.
 */
public final class WideBackwardStep implements BlockStep {
    /** Rows of weights that stay near the core together: 295 KB of 384 columns. */
    private static final int ROWS = 192;

    /**
     * Vectors of columns of these: 384 columns. What a row of a block is long is read and written in one go: with half of it, and so with more of x in the
     * first-level cache, a step of {@code mlp-wide} takes 5 % longer.
     */
    private static final int VECTORS = 24;

    /** Rows in a block of all columns: eight tiles of 6. */
    private static final int WHOLE_ROWS = 48;

    private static final int BIASES = 512;

    private final GroupedPlace dy;
    private final FloatStore db;
    private final int[] outputs;
    private final int[] samples;
    private final int[] rowStarts;
    private final int[] columnStarts;
    private final Optional<WideProduct> inputGradient;
    private final WideUpdate update;

    /** The arrays of a step, by their names in {@link WideBackwardFusion}; {@code nonzeros} tells which elements of x are not zero, and is used without dx. */
    public record Places(
            RowsPlace x,
            Optional<IntPlace> nonzeros,
            GroupedPlace dy,
            FloatStore w,
            FloatStore rate,
            FloatStore db,
            Optional<GroupedPlace> dx) {}

    public WideBackwardStep(Kernels kernels, int workers, int batch, Places places) {
        this.dy = places.dy;
        this.db = places.db;
        this.outputs = dy.grid().offsets();
        this.samples = IntStream.range(0, batch)
                .map(n -> dy.at(n / GroupLayout.LANES) + n % GroupLayout.LANES)
                .toArray();
        final WideUpdate.Columns columns = WideUpdate.Columns.of(places.x.width());
        if (places.dx.isPresent()) {
            this.rowStarts = WideBlocks.even(outputs.length, ROWS);
            this.columnStarts = WideBlocks.starts(columns.vectors(), VECTORS);
        } else {
            this.rowStarts = WideBlocks.starts(outputs.length, WHOLE_ROWS);
            this.columnStarts = new int[] {0, columns.vectors()};
        }
        this.inputGradient = places.dx.map(dx -> WideProduct.backward(
                kernels,
                workers,
                batch,
                dy,
                places.w,
                dx,
                Arrays.stream(columnStarts).map(columns::column).toArray()));
        this.update = new WideUpdate(
                kernels,
                workers,
                batch,
                places.x,
                dy,
                places.w,
                places.rate,
                rowStarts,
                columnStarts,
                places.dx.isPresent() ? Optional.empty() : places.nonzeros);
    }

    @Override
    public int blocks() {
        return weightBlocks() + Math.ceilDiv(outputs.length, BIASES);
    }

    private int weightBlocks() {
        return inputGradient.isPresent() ? columnStarts.length - 1 : rowStarts.length - 1;
    }

    @Override
    public void run(int worker, int block) {
        if (block >= weightBlocks()) {
            final int first = (block - weightBlocks()) * BIASES;
            final int end = Math.min(outputs.length, first + BIASES);
            BiasGradient.sum(dy.values(0), outputs, samples, db.values, first, end);
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
