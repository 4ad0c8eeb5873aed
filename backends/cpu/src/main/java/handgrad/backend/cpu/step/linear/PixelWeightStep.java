package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.BatchRows;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.step.BiasGradient;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.Epilogue;

/**
 * The weight gradient of ten outputs, dw[o, c] = Σ_n dy[n, o] · x[n, c], in the order of the samples, whose pixels are read where they are; of fetched samples
 * where the data are no pixels. A block is some columns, the last one as many and what is left. Samples that are blank in some columns are left out of the sums for
 * these: they would add 0 · dy = ±0, which changes no sum.
 */
public final class PixelWeightStep implements BlockStep {
    /** Columns of a block, a multiple of {@link PixelProducts#COLUMNS_OF_TEN}: a few microseconds of work for a hundred samples. */
    private static final int BLOCK = 5 * PixelProducts.COLUMNS_OF_TEN;

    private final PixelProducts products;
    private final DataStore data;
    private final BatchRows samples;
    private final GroupedPlace dy;
    private final FloatStore dw;
    private final FloatStore db;
    private final BlockStep fetched;
    private final Epilogue weightEpilogue;
    private final Epilogue biasEpilogue;
    private final int[] outputs;
    private final int[] dyPlaces;
    private final int[][] nonblankRows;
    private final int[][] nonblankPlaces;

    /**
     * A step.
     *
     * @param dy the gradient of the outputs [B, 10]
     * @param fetched does the same with fetched samples
     */
    public PixelWeightStep(
            PixelProducts products,
            int workers,
            DataStore data,
            BatchRows samples,
            GroupedPlace dy,
            FloatStore dw,
            FloatStore db,
            BlockStep fetched,
            Epilogue weightEpilogue,
            Epilogue biasEpilogue) {
        this.products = products;
        this.data = data;
        this.samples = samples;
        this.dy = dy;
        this.dw = dw;
        this.db = db;
        this.fetched = fetched;
        this.weightEpilogue = weightEpilogue;
        this.biasEpilogue = biasEpilogue;
        this.outputs = dy.grid().offsets();
        this.dyPlaces = dy.places(samples.batch());
        this.nonblankRows = new int[workers][samples.batch()];
        this.nonblankPlaces = new int[workers][samples.batch()];
    }

    /** As many for fetched samples, which may leave some of them without work: nobody knows which it will be. */
    @Override
    public int blocks() {
        return Math.max(fetched.blocks(), ownBlocks());
    }

    private int ownBlocks() {
        return Math.max(1, samples.width() / BLOCK);
    }

    @Override
    public void run(int worker, int block) {
        if (!data.isPixels()) {
            if (block < fetched.blocks()) {
                fetched.run(worker, block);
            }
        } else if (block < ownBlocks()) {
            compute(worker, block);
        }
    }

    private void compute(int worker, int block) {
        final int width = samples.width();
        final int first = block * BLOCK;
        final int end = block == ownBlocks() - 1 ? width : first + BLOCK;
        for (int column = first; column < end; column += PixelProducts.COLUMNS_OF_TEN) {
            // The last columns may overlap those before, which are of this block, too.
            final int from = Math.min(column, end - PixelProducts.COLUMNS_OF_TEN);
            products.gradientOfTen(
                    data.bytes(),
                    nonblankRows[worker],
                    nonblankPlaces[worker],
                    findNonblank(from, nonblankRows[worker], nonblankPlaces[worker]),
                    from,
                    data.factors(),
                    dy.values(0),
                    dw.values,
                    width);
        }
        for (int o = 0; o < outputs.length; o++) {
            weightEpilogue.apply(o * width + first, end - first);
        }
        if (block == ownBlocks() - 1) {
            BiasGradient.sum(dy.values(0), outputs, dyPlaces, db.values, 0, outputs.length);
            biasEpilogue.apply(0, outputs.length);
        }
    }

    /** Finds the samples that are not blank in the columns from one on, and returns how many there are. */
    private int findNonblank(int column, int[] rows, int[] places) {
        final int firstStretch = column / GroupLayout.LANES;
        final int lastStretch = (column + PixelProducts.COLUMNS_OF_TEN - 1) / GroupLayout.LANES;
        final long columns = (2L << lastStretch - firstStretch) - 1;
        int count = 0;
        for (int n = 0; n < dyPlaces.length; n++) {
            rows[count] = samples.rows()[n];
            places[count] = dyPlaces[n];
            // Without a jump, which no processor could foresee.
            final long bits = samples.nonblank()[n] >>> firstStretch & columns;
            count += (int) (-bits >>> Long.SIZE - 1);
        }
        return count;
    }
}
