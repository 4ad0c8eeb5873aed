package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.BatchRows;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.step.SampleStep;

/**
 * y = x wᵀ + b for one row of weights and samples whose pixels are read where they are: for each sample 16 sums in turn, added up by a tree, then
 * what is left of the row, then b, as {@link LinearRowsForward} does with fetched samples. Where the data are no pixels, the samples are fetched.
 */
public final class PixelScoresStep implements SampleStep {
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
    public PixelScoresStep(
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
        this.whole = samples.width() / GroupLayout.LANES * GroupLayout.LANES;
        this.sums = new float[workers][GroupLayout.LANES * GroupLayout.LANES];
    }

    @Override
    public void run(int worker, int group) {
        if (!data.isPixels()) {
            fetch.run(worker, group);
            forward.run(worker, group);
            return;
        }
        samples.find(group);
        final int first = group * GroupLayout.LANES;
        final int count = GroupLayout.samples(samples.batch(), group);
        products.dotsOfOne(data.bytes(), samples.rows(), first, count, data.factors(), w.values, whole, sums[worker]);
        finish(first, count, sums[worker], y.values(worker), y.at(group));
    }

    private void finish(int first, int count, float[] partial, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            float sum = LaneSums.sum(partial, i * GroupLayout.LANES);
            if (whole < samples.width()) {
                sum = data.addProducts(
                        sum, samples.rows()[first + i] + whole, w.values, whole, samples.width() - whole);
            }
            to[at + i] = sum + b.values[0];
        }
    }
}
