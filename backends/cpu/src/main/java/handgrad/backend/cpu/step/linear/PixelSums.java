package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.BatchRows;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.DataStore;
import java.util.Arrays;

/** Sums over samples of one number times the pixels of each, read where they are; over fetched samples where the data are no pixels. */
public final class PixelSums implements SampleSums {
    private final PixelProducts products;
    private final DataStore data;
    private final BatchRows samples;
    private final RowsPlace dy;
    private final GatheredSums fetched;
    private final int[] columns;
    private final float[][] sums;

    public PixelSums(
            PixelProducts products,
            int workers,
            DataStore data,
            BatchRows samples,
            RowsPlace dy,
            GatheredSums fetched) {
        this.products = products;
        this.data = data;
        this.samples = samples;
        this.dy = dy;
        this.fetched = fetched;
        final int width = samples.width();
        this.columns = new int[Math.ceilDiv(width, PixelProducts.COLUMNS_OF_ONE)];
        // The last columns may overlap those before: each stretch has sums of its own.
        Arrays.setAll(columns, t -> Math.min(t * PixelProducts.COLUMNS_OF_ONE, width - PixelProducts.COLUMNS_OF_ONE));
        this.sums = new float[workers][columns.length * PixelProducts.COLUMNS_OF_ONE];
    }

    @Override
    public void clear(int worker) {
        if (data.isPixels()) {
            Arrays.fill(sums[worker], 0f);
        } else {
            fetched.clear(worker);
        }
    }

    @Override
    public void add(int worker, int group) {
        if (!data.isPixels()) {
            fetched.add(worker, group);
            return;
        }
        products.gradientOfOne(
                data.bytes(),
                samples.rows(),
                group * GroupLayout.LANES,
                GroupLayout.samples(samples.batch(), group),
                columns,
                data.factors(),
                dy.values(worker),
                dy.at(group),
                sums[worker]);
    }

    @Override
    public void write(int worker, float[] to, int at) {
        if (!data.isPixels()) {
            fetched.write(worker, to, at);
            return;
        }
        for (int t = 0; t < columns.length; t++) {
            System.arraycopy(
                    sums[worker], t * PixelProducts.COLUMNS_OF_ONE, to, at + columns[t], PixelProducts.COLUMNS_OF_ONE);
        }
    }
}
