package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.layout.BatchRows;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.StepContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The parts of a {@link PartialGradient} of a linear layer: dw[o, c] = Σ_n dy[n, o] · x[n, c] and db[o] = Σ_n dy[n,
 * o] over a few groups of samples, which one thread goes through in order right after the other steps, while they are
 * in the cache. x is row-major, or for one output pixels that are read where they are ({@link GatherElision}).
 */
public final class PartialWeightStep implements SampleStep {
    private static final int LANES = GroupLayout.LANES;

    private final Kernels kernels;
    private final int batch;
    private final int groupsInPart;
    private final int stride;
    private final int inputs;
    private final int outputs;
    private final RowsPlace x;
    private final RowsPlace dy;
    private final FloatStore partial;
    private final int[] columns;
    private final BroadcastProduct product;
    private final BroadcastCall[] calls;
    private final float[][] biases;
    private final Optional<Pixels> pixels;

    /**
     * Samples that are read where they are if the data are pixels: the columns that are summed together begin at
     * these.
     */
    private record Pixels(PixelProducts products, DataStore data, BatchRows samples, int[] columns) {
        static Pixels of(StepContext context, GatherElision batch) {
            context.expect(new KernelUse.PixelGradient(1));
            final int length = PixelProducts.COLUMNS_OF_ONE;
            final BatchRows samples = context.memory().batchRows(batch.gather());
            return new Pixels(
                    context.kernels().pixelProducts().orElseThrow(),
                    context.memory().data(batch.gather().data()),
                    samples,
                    IntStream.range(0, Math.ceilDiv(samples.width(), length))
                            .map(t -> Math.min(t * length, samples.width() - length))
                            .toArray());
        }
    }

    /**
     * A step.
     *
     * @param gathered the batch whose pixels are read where they are, if it is one
     */
    public PartialWeightStep(StepContext context, PartialGradient gradient, Optional<GatherElision> gathered) {
        final Memory memory = context.memory();
        this.kernels = context.kernels();
        this.batch = gradient.x().shape().batch();
        this.groupsInPart = gradient.groupsInPart();
        this.stride = gradient.stride();
        this.x = memory.rows(gradient.x());
        this.dy = memory.rows(gradient.dy());
        this.partial = memory.floats(gradient.dw(), Representation.PARTIAL);
        this.inputs = x.width();
        this.outputs = dy.width();
        this.columns = LaneBlocks.starts(inputs);
        this.pixels = gathered.map(one -> Pixels.of(context, one));
        this.product = product(pixels.map(one -> context.ifFloats(one.data)).orElse(context));
        this.calls = product.calls(kernels, context.workers());
        final int most = pixels.map(one -> one.columns.length * PixelProducts.COLUMNS_OF_ONE)
                .orElse(0);
        for (final BroadcastCall call : calls) {
            call.y = new float[Math.max(most, outputs * columns.length * LANES)];
            call.init = call.y;
        }
        this.biases = new float[context.workers()][outputs];
    }

    /** Sums [O][columns][16], apart even where the last columns overlap those before, for each adds to what it has. */
    private BroadcastProduct product(StepContext context) {
        final BroadcastTables tables = BroadcastTables.of(
                        IntStream.range(0, outputs).toArray(),
                        RowsPlace.consecutiveOffsets(0, outputs, LANES),
                        columns,
                        RowsPlace.consecutiveOffsets(0, inputs, LANES),
                        RowsPlace.consecutiveOffsets(0, columns.length * LANES, outputs),
                        RowsPlace.consecutiveOffsets(0, LANES, columns.length))
                .accumulating();
        return context.arrange(BroadcastProduct.dense(kernels, tables, outputs));
    }

    @Override
    public void run(int worker, int group) {
        final BroadcastCall call = calls[worker];
        final int samples = GroupLayout.samples(batch, group);
        final boolean readsPixels = pixels.isPresent() && pixels.get().data.isPixels();
        if (group % groupsInPart == 0) {
            Arrays.fill(call.y, 0f);
            Arrays.fill(biases[worker], 0f);
        }
        if (readsPixels) {
            addPixels(pixels.get(), group, samples, worker);
        } else {
            call.a = dy.values(worker);
            call.aBase = dy.at(group);
            call.x = x.values(worker);
            call.xBase = x.at(group);
            product.run(kernels, call, 0, samples);
        }
        addBiases(dy.values(worker), dy.at(group), samples, biases[worker]);
        if (group % groupsInPart == groupsInPart - 1 || group == GroupLayout.groups(batch) - 1) {
            final int at = group / groupsInPart * stride;
            if (readsPixels) {
                write(call.y, pixels.get().columns, PixelProducts.COLUMNS_OF_ONE, at);
            } else {
                write(call.y, columns, LANES, at);
            }
            System.arraycopy(biases[worker], 0, partial.values, at + outputs * inputs, outputs);
        }
    }

    private void addPixels(Pixels from, int group, int samples, int worker) {
        from.products.gradientOfOne(
                from.data.bytes(),
                from.samples.rows(),
                group * LANES,
                samples,
                from.columns,
                from.data.factors(),
                dy.values(worker),
                dy.at(group),
                calls[worker].y);
    }

    private void addBiases(float[] deltas, int at, int samples, float[] to) {
        for (int o = 0; o < outputs; o++) {
            float sum = to[o];
            for (int n = 0; n < samples; n++) {
                sum += deltas[at + n * outputs + o];
            }
            to[o] = sum;
        }
    }

    /** Writes sums [O][starts][length], where starts are those of the columns. */
    private void write(float[] sums, int[] starts, int length, int at) {
        for (int o = 0; o < outputs; o++) {
            for (int s = 0; s < starts.length; s++) {
                final int from = (o * starts.length + s) * length;
                System.arraycopy(sums, from, partial.values, at + o * inputs + starts[s], length);
            }
        }
    }
}
