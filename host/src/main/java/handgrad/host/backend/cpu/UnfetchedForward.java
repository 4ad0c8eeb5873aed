package handgrad.host.backend.cpu;

/**
 * y = x wᵀ + b for one or ten rows of weights and samples whose pixels are read where they are: for each sample and row 16 sums in turn, added up by a tree, then
 * what is left of the row, then b, as {@link LinearRowsForward} does with fetched samples. Where the data are no pixels, the samples are fetched.
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
    private final int outputs;
    private final int whole;
    private final float[][] sums;

    /**
     * A step.
     *
     * @param w the weights [O, C]
     * @param b the biases [O]
     * @param y receives the outputs [B, O]
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
        this.outputs = y.width();
        this.whole = samples.width() / Grid.LANES * Grid.LANES;
        this.sums = new float[workers][Grid.LANES * outputs * Grid.LANES];
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
        if (outputs == 1) {
            products.dotsOfOne(
                    data.bytes(), samples.rows(), first, count, data.factors(), w.values, whole, sums[worker]);
        } else {
            products.dotsOfTen(
                    data.bytes(),
                    samples.rows(),
                    first,
                    count,
                    data.factors(),
                    w.values,
                    samples.width(),
                    whole,
                    sums[worker]);
        }
        finish(first, count, sums[worker], y.values(worker), y.at(group));
    }

    private void finish(int first, int count, float[] partial, float[] to, int at) {
        for (int n = 0; n < count; n++) {
            for (int o = 0; o < outputs; o++) {
                final int i = n * outputs + o;
                to[at + i] = Lanes.sum(partial, i * Grid.LANES);
            }
        }
        if (whole < samples.width()) {
            addRest(first, count, to, at);
        }
        for (int n = 0; n < count; n++) {
            for (int o = 0; o < outputs; o++) {
                to[at + n * outputs + o] += b.values[o];
            }
        }
    }

    /** Adds the products with the last columns, which fill no 16 lanes. */
    private void addRest(int first, int count, float[] to, int at) {
        for (int n = 0; n < count; n++) {
            for (int o = 0; o < outputs; o++) {
                float sum = to[at + n * outputs + o];
                for (int c = whole; c < samples.width(); c++) {
                    final byte pixel = data.bytes()[samples.rows()[first + n] + c];
                    sum = Math.fma(data.floatOf(pixel), w.values[o * samples.width() + c], sum);
                }
                to[at + n * outputs + o] = sum;
            }
        }
    }
}
