package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.BatchRows;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.GradientOutput;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.UpdateOp;
import java.util.List;

/**
 * The weight gradient of ten outputs, dw[o, c] = Σ_n dy[n, o] · x[n, c] in the order of the samples, whose pixels are
 * read where they are ({@link GatherElision}). A block is some columns; the last one has what is left as well.
 * Samples that are blank in some columns are left out of these sums, for they would add 0 · dy = ±0, which changes
 * none.
 */
public final class PixelWeightStep implements BlockStep {
    /** Columns of a block, a multiple of {@link PixelProducts#COLUMNS_OF_TEN}: microseconds of work for 100 samples. */
    private static final int BLOCK = 5 * PixelProducts.COLUMNS_OF_TEN;

    private final PixelProducts products;
    private final DataStore data;
    private final BatchRows samples;
    private final OutputGradient dy;
    private final GradientOutput output;
    private final int blocks;
    private final int[][] rows;
    private final int[][] places;

    /**
     * A step.
     *
     * @param updates the updates that it does with the gradients
     */
    public PixelWeightStep(StepContext context, LinearBackwardWeight g, GatherElision batch, List<UpdateOp> updates) {
        final Memory memory = context.memory();
        this.products = context.kernels().pixelProducts().orElseThrow();
        this.data = memory.data(batch.gather().data());
        this.samples = memory.batchRows(batch.gather());
        this.dy = OutputGradient.of(memory.grouped(g.dy()), samples.batch());
        this.output = GradientOutput.of(context, g.dw(), g.db(), updates);
        this.blocks = Math.max(1, samples.width() / BLOCK);
        this.rows = new int[context.workers()][samples.batch()];
        this.places = new int[context.workers()][samples.batch()];
        context.queueWarmUp(new KernelUse.PixelGradient(dy.outputs().length));
    }

    @Override
    public int blocks() {
        return blocks;
    }

    @Override
    public void run(int worker, int block) {
        final int width = samples.width();
        final int first = block * BLOCK;
        final int end = block == blocks - 1 ? width : first + BLOCK;
        for (int column = first; column < end; column += PixelProducts.COLUMNS_OF_TEN) {
            // The last columns may overlap those before, which are of this block, too.
            final int from = Math.min(column, end - PixelProducts.COLUMNS_OF_TEN);
            products.gradientOfTen(
                    data.bytes(),
                    rows[worker],
                    places[worker],
                    findNonblank(from, rows[worker], places[worker]),
                    from,
                    data.factors(),
                    dy.store().values,
                    output.dw().values,
                    width);
        }
        final int outputs = dy.outputs().length;
        for (int o = 0; o < outputs; o++) {
            output.weights().apply(o * width + first, end - first);
        }
        if (block == blocks - 1) {
            dy.sumSamples(output.db().values, 0, outputs);
            output.biases().apply(0, outputs);
        }
    }

    /** Finds the samples that are not blank in the columns from one on, and returns how many there are. */
    private int findNonblank(int column, int[] toRows, int[] toPlaces) {
        final int firstVector = column / GroupLayout.LANES;
        final int lastVector = (column + PixelProducts.COLUMNS_OF_TEN - 1) / GroupLayout.LANES;
        final long vectors = (2L << lastVector - firstVector) - 1;
        final int[] dyPlaces = dy.samples();
        int count = 0;
        for (int n = 0; n < dyPlaces.length; n++) {
            toRows[count] = samples.rows()[n];
            toPlaces[count] = dyPlaces[n];
            // Without a branch, which no processor could predict.
            final long nonblank = samples.nonblank()[n] >>> firstVector & vectors;
            count += (int) (-nonblank >>> Long.SIZE - 1);
        }
        return count;
    }
}
