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
        final float[] biases = b.values;
        int o = 0;
        for (int i = 0; i < count * outputs; i++) {
            float sum = Lanes.sum(partial, i * Grid.LANES);
            if (whole < samples.width()) {
                sum = addRest(sum, samples.rows()[first + i / outputs], o);
            }
            to[at + i] = sum + biases[o];
            o = o + 1 == outputs ? 0 : o + 1;
        }
    }

    /** Adds the products with the last columns of a sample, which fill no 16 lanes. */
    private float addRest(float sum, int from, int output) {
        float result = sum;
        for (int c = whole; c < samples.width(); c++) {
            final float pixel = data.floatOf(data.bytes()[from + c]);
            result = Math.fma(pixel, w.values[output * samples.width() + c], result);
        }
        return result;
    }
}
