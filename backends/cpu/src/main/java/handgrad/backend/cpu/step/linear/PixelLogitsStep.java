package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.BatchRows;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.step.SampleStep;
import java.util.List;

/**
 * y = x wᵀ + b for ten rows of weights and samples whose pixels are read where they are: for each sample and row 16 sums in turn, added up by a tree, then
 * what is left of the row, then b, as {@link LinearRowsForward} does with fetched samples. The samples of a group are innermost in y, as losses want them. Where
 * the data are no pixels, the samples are fetched.
 */
public final class PixelLogitsStep implements SampleStep {
    private final PixelProducts products;
    private final DataStore data;
    private final BatchRows samples;
    private final FloatStore w;
    private final FloatStore b;
    private final GroupedPlace y;
    private final List<SampleStep> fetched;
    private final int whole;
    private final float[][] scratch;

    /**
     * A step.
     *
     * @param w the weights [10, C]
     * @param b the biases [10]
     * @param y receives the logits [B, 10]
     * @param fetched does the same with samples that it fetches
     */
    public PixelLogitsStep(
            PixelProducts products,
            int workers,
            DataStore data,
            BatchRows samples,
            FloatStore w,
            FloatStore b,
            GroupedPlace y,
            List<SampleStep> fetched) {
        this.products = products;
        this.data = data;
        this.samples = samples;
        this.w = w;
        this.b = b;
        this.y = y;
        this.fetched = List.copyOf(fetched);
        this.whole = samples.width() / GroupLayout.LANES * GroupLayout.LANES;
        this.scratch = new float[workers][PixelProducts.SCRATCH_OF_TEN];
    }

    @Override
    public void run(int worker, int group) {
        if (!data.isPixels()) {
            fetched.forEach(step -> step.run(worker, group));
            return;
        }
        samples.find(group);
        final int first = group * GroupLayout.LANES;
        products.findNonblank(data.bytes(), samples.rows(), first, samples.width(), samples.nonblank());
        final float[] to = y.values(worker);
        final int at = y.at(group);
        products.dotsOfTen(
                data.bytes(),
                samples.rows(),
                samples.nonblank(),
                first,
                data.factors(),
                w.values,
                samples.width(),
                scratch[worker],
                to,
                at);
        if (whole < samples.width()) {
            addRest(first, to, at);
        }
        addBiases(to, at);
    }

    /** Adds the products with the last columns, which fill no 16 lanes. */
    private void addRest(int first, float[] to, int at) {
        final int rest = samples.width() - whole;
        for (int i = 0; i < PixelProducts.TEN * GroupLayout.LANES; i++) {
            final int row = samples.rows()[first + i % GroupLayout.LANES];
            final int weights = i / GroupLayout.LANES * samples.width();
            to[at + i] = data.addProducts(to[at + i], row + whole, w.values, weights + whole, rest);
        }
    }

    private void addBiases(float[] to, int at) {
        for (int o = 0; o < PixelProducts.TEN; o++) {
            final float bias = b.values[o];
            final int from = at + o * GroupLayout.LANES;
            for (int l = 0; l < GroupLayout.LANES; l++) {
                to[from + l] += bias;
            }
        }
    }
}
