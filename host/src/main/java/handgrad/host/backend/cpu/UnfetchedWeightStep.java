package handgrad.host.backend.cpu;

import java.util.stream.IntStream;

/**
 * The weight gradient of ten outputs, dw[o, c] = Σ_n dy[n, o] · x[n, c], in the order of the samples, whose pixels are read where they are; of fetched samples
 * where the data are no pixels. A block is some columns, the last one as many and what is left.
 */
final class UnfetchedWeightStep implements BlockStep {
    /** Columns of a block, a multiple of {@link PixelProducts#COLUMNS_OF_TEN}: a few microseconds of work for a hundred samples. */
    private static final int BLOCK = 5 * PixelProducts.COLUMNS_OF_TEN;

    private final PixelProducts products;
    private final DataStore data;
    private final BatchRows samples;
    private final FloatStore dy;
    private final FloatStore dw;
    private final FloatStore db;
    private final BlockStep fetched;
    private final Epilogue weightEpilogue;
    private final Epilogue biasEpilogue;
    private final int[] outputs;
    private final int[] dyTaps;

    /**
     * A step.
     *
     * @param dy the gradient of the outputs [B, 10]
     * @param fetched does the same with fetched samples
     */
    UnfetchedWeightStep(
            PixelProducts products,
            DataStore data,
            BatchRows samples,
            FloatStore dy,
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
        this.outputs = IntStream.range(0, PixelProducts.TEN).toArray();
        this.dyTaps = RowsPlace.consecutiveOffsets(0, PixelProducts.TEN, samples.batch());
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
            compute(block);
        }
    }

    private void compute(int block) {
        final int width = samples.width();
        final int first = block * BLOCK;
        final int end = block == ownBlocks() - 1 ? width : first + BLOCK;
        for (int column = first; column < end; column += PixelProducts.COLUMNS_OF_TEN) {
            products.gradientOfTen(
                    data.bytes(),
                    samples.rows(),
                    samples.batch(),
                    // The last columns may overlap those before, which are of this block, too.
                    Math.min(column, end - PixelProducts.COLUMNS_OF_TEN),
                    data.factors(),
                    dy.values,
                    dw.values,
                    width);
        }
        for (int o = 0; o < outputs.length; o++) {
            weightEpilogue.apply(o * width + first, end - first);
        }
        if (block == ownBlocks() - 1) {
            BiasGradient.sum(dy.values, outputs, dyTaps, db.values, 0, outputs.length);
            biasEpilogue.apply(0, outputs.length);
        }
    }
}
