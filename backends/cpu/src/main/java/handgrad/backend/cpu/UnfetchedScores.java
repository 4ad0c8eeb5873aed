package handgrad.backend.cpu;

/**
 * y = x wᵀ + b for one row of weights and samples whose pixels are read where they are: for each sample 16 sums in turn, added up by a tree, then
 * what is left of the row, then b, as {@link LinearRowsForward} does with fetched samples. Where the data are no pixels, the samples are fetched.
 */
final class UnfetchedScores implements SampleStep {
    private final PixelProducts products;
    private final DataStore data;
    private final BatchRows samples;
    private final FloatStore w;
    private final FloatStore b;
    private final RowsPlace y;
    private final SampleStep fetch;
    private final SampleStep forward;
    private final int whole;
    private final float[][] sums;

    /**
     * A step.
     *
     * @param w the weights [1, C]
     * @param b the bias [1]
     * @param y receives the scores [B, 1]
     * @param fetch fetches the samples if they are floats
     * @param forward does the same with fetched samples
     */
    UnfetchedScores(
            PixelProducts products,
            int workers,
            DataStore data,
            BatchRows samples,
            FloatStore w,
            FloatStore b,
            RowsPlace y,
            SampleStep fetch,
            SampleStep forward) {
        this.products = products;
        this.data = data;
        this.samples = samples;
        this.w = w;
        this.b = b;
        this.y = y;
        this.fetch = fetch;
        this.forward = forward;
        this.whole = samples.width() / Grid.LANES * Grid.LANES;
        this.sums = new float[workers][Grid.LANES * Grid.LANES];
    }

    @Override
    public void run(int worker, int group) {
        if (!data.isPixels()) {
            fetch.run(worker, group);
            forward.run(worker, group);
            return;
        }
        samples.find(group);
        final int first = group * Grid.LANES;
        final int count = Grid.samples(samples.batch(), group);
        products.dotsOfOne(data.bytes(), samples.rows(), first, count, data.factors(), w.values, whole, sums[worker]);
        finish(first, count, sums[worker], y.values(worker), y.at(group));
    }

    private void finish(int first, int count, float[] partial, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            float sum = Lanes.sum(partial, i * Grid.LANES);
            if (whole < samples.width()) {
                sum = data.addProducts(
                        sum, samples.rows()[first + i] + whole, w.values, whole, samples.width() - whole);
            }
            to[at + i] = sum + b.values[0];
        }
    }
}
