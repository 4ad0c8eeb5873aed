package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.BatchRows;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.LinearOp.LinearForward;

/**
 * y = x wᵀ + b for one row of weights or ten and samples whose pixels are read where they are ({@link
 * GatherElision}), with the samples innermost in y. The sums have the order of {@link DotProductStep}.
 */
public final class PixelForwardStep implements SampleStep {
    private static final int LANES = GroupLayout.LANES;

    private final PixelProducts products;
    private final DataStore data;
    private final BatchRows samples;
    private final FloatStore w;
    private final FloatStore b;
    private final GroupedPlace y;
    private final int outputs;
    private final int whole;
    private final float[][] scratch;

    /** The step of a batch. */
    public PixelForwardStep(StepContext context, GatherElision batch) {
        final Memory memory = context.memory();
        final LinearForward f = batch.forward();
        this.products = context.kernels().pixelProducts().orElseThrow();
        this.data = memory.data(batch.gather().data());
        this.samples = memory.batchRows(batch.gather());
        this.w = memory.floats(f.w());
        this.b = memory.floats(f.b());
        this.y = memory.grouped(f.y());
        this.outputs = batch.rows();
        this.whole = samples.width() / LANES * LANES;
        this.scratch = new float[context.workers()][outputs == 1 ? LANES * LANES : PixelProducts.SCRATCH_OF_TEN];
        context.queueWarmUp(new KernelUse.PixelDots(outputs));
    }

    @Override
    public void run(int worker, int group) {
        samples.find(group);
        final int first = group * LANES;
        final float[] to = y.values(worker);
        if (outputs == 1) {
            computeOne(first, scratch[worker], to, y.at(group));
        } else {
            computeTen(first, scratch[worker], to, y.at(group));
        }
    }

    private void computeOne(int first, float[] sums, float[] to, int at) {
        final int count = Math.min(LANES, samples.batch() - first);
        products.dotsOfOne(data.bytes(), samples.rows(), first, count, data.factors(), w.values, whole, sums);
        for (int n = 0; n < count; n++) {
            to[at + n] = withRest(LaneSums.sum(sums, n * LANES), first + n, 0) + b.values[0];
        }
    }

    private void computeTen(int first, float[] sums, float[] to, int at) {
        final byte[] pixels = data.bytes();
        final int[] rows = samples.rows();
        final int width = samples.width();
        products.findNonblank(pixels, rows, first, width, samples.nonblank());
        products.dotsOfTen(pixels, rows, samples.nonblank(), first, data.factors(), w.values, width, sums, to, at);
        for (int o = 0; o < outputs; o++) {
            final int from = at + o * LANES;
            for (int n = 0; whole < width && n < LANES; n++) {
                to[from + n] = withRest(to[from + n], first + n, o);
            }
            final float bias = b.values[o];
            for (int n = 0; n < LANES; n++) {
                to[from + n] += bias;
            }
        }
    }

    /** Adds the products with the last columns, which fill no 16 lanes. */
    private float withRest(float sum, int sample, int output) {
        final int rest = samples.width() - whole;
        return rest == 0
                ? sum
                : data.addProducts(
                        sum, samples.rows()[sample] + whole, w.values, output * samples.width() + whole, rest);
    }
}
