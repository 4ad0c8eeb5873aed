package handgrad.host.backend.cpu;

/**
 * y = x w + b for one row of weights and samples whose pixels are read where they are: for each sample 16 sums in turn, added up by a tree, then what is left
 * of the row, then b, as {@link LinearRowsForward} does with fetched samples. Where the data are no pixels, the samples are fetched.
 */
final class UnfetchedForward implements SampleStep {
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
    private final int[][] rows;

    /**
     * A step.
     *
     * @param w the weights [1, C]
     * @param b the bias [1]
     * @param y receives the scores [B, 1]
     * @param fetch fetches the samples if they are floats
     * @param forward does the same with fetched samples
     */
    UnfetchedForward(
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
        this.rows = new int[workers][Grid.LANES];
    }

    @Override
    public void run(int worker, int group) {
        if (!data.isPixels()) {
            fetch.run(worker, group);
            forward.run(worker, group);
            return;
        }
        final int count = samples.find(group, rows[worker]);
        products.dots(data.bytes(), rows[worker], count, data.factors(), w.values, whole, sums[worker]);
        finish(worker, count, y.values(worker), y.at(group));
    }

    private void finish(int worker, int count, float[] to, int at) {
        final float[] weights = w.values;
        for (int n = 0; n < count; n++) {
            float sum = Lanes.sum(sums[worker], n * Grid.LANES);
            for (int c = whole; c < samples.width(); c++) {
                final byte pixel = data.bytes()[rows[worker][n] + c];
                sum = Math.fma(data.floatOf(pixel), weights[c], sum);
            }
            to[at + n] = sum + b.values[0];
        }
    }
}
