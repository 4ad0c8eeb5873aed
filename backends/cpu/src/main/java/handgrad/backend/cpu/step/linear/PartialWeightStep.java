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
 * The parts of a {@link PartialGradient} of a linear layer: dw[o, c] = Σ_n dy[n, o] · x[n, c] and db[o] = Σ_n dy[n, o]
 * over a few groups of samples, which one thread goes through in order right after the other steps, while they are in
 * the cache. x is row-major, or for one output pixels that are read where they are ({@link GatherElision}).
 */
public final class PartialWeightStep implements SampleStep {
    private static final int LANES = GroupLayout.LANES;

    private final int batch;
    private final int groupsInPart;
    private final int stride;
    private final int inputs;
    private final int outputs;
    private final RowsPlace dy;
    private final FloatStore partial;
    private final int[] columns;
    private final int columnsAtOnce;
    private final float[][] sums;
    private final float[][] biases;
    private final Adder adder;

    /** Adds what a group of samples contributes to a worker's sums [O][columns][columnsAtOnce]. */
    private interface Adder {
        void add(int worker, int group, int samples);
    }

    /**
     * A step.
     *
     * @param elided the batch whose pixels are read where they are, if it is one
     */
    public PartialWeightStep(StepContext context, PartialGradient gradient, Optional<GatherElision> elided) {
        final Memory memory = context.memory();
        this.batch = gradient.x().shape().batch();
        this.groupsInPart = gradient.groupsInPart();
        this.stride = gradient.stride();
        this.inputs = gradient.x().shape().sampleSize();
        this.dy = memory.rows(gradient.dy());
        this.outputs = dy.width();
        this.partial = memory.floats(gradient.dw(), Representation.PARTIAL);
        this.columnsAtOnce = elided.isPresent() ? PixelProducts.COLUMNS_OF_ONE : LANES;
        // The last columns may overlap those before, so all of these have sums of their own.
        this.columns = IntStream.range(0, Math.ceilDiv(inputs, columnsAtOnce))
                .map(t -> Math.min(t * columnsAtOnce, inputs - columnsAtOnce))
                .toArray();
        this.sums = new float[context.workers()][outputs * columns.length * columnsAtOnce];
        this.biases = new float[context.workers()][outputs];
        this.adder = elided.isPresent() ? ofPixels(context, elided.get()) : ofRows(context, memory.rows(gradient.x()));
    }

    private Adder ofRows(StepContext context, RowsPlace x) {
        final Kernels kernels = context.kernels();
        final BroadcastTables tables = BroadcastTables.of(
                        IntStream.range(0, outputs).toArray(),
                        RowsPlace.consecutiveOffsets(0, outputs, LANES),
                        columns,
                        RowsPlace.consecutiveOffsets(0, inputs, LANES),
                        RowsPlace.consecutiveOffsets(0, columns.length * LANES, outputs),
                        RowsPlace.consecutiveOffsets(0, LANES, columns.length))
                .accumulating();
        final BroadcastProduct product = context.arrange(BroadcastProduct.dense(kernels, tables, outputs));
        final BroadcastCall[] calls = context.calls(product);
        return (worker, group, samples) -> {
            final BroadcastCall call = calls[worker];
            call.a = dy.values(worker);
            call.aBase = dy.at(group);
            call.x = x.values(worker);
            call.xBase = x.at(group);
            call.y = sums[worker];
            call.init = call.y;
            product.run(kernels, call, 0, samples);
        };
    }

    private Adder ofPixels(StepContext context, GatherElision elided) {
        context.queueWarmUp(new KernelUse.PixelGradient(1));
        final PixelProducts products = context.kernels().pixelProducts().orElseThrow();
        final DataStore data = context.memory().data(elided.gather().data());
        final BatchRows rows = context.memory().batchRows(elided.gather());
        return (worker, group, samples) -> products.gradientOfOne(
                data.bytes(),
                rows.rows(),
                group * LANES,
                samples,
                columns,
                data.factors(),
                dy.values(worker),
                dy.at(group),
                sums[worker]);
    }

    @Override
    public void run(int worker, int group) {
        final int samples = GroupLayout.samples(batch, group);
        if (group % groupsInPart == 0) {
            Arrays.fill(sums[worker], 0f);
            Arrays.fill(biases[worker], 0f);
        }
        adder.add(worker, group, samples);
        addBiases(dy.values(worker), dy.at(group), samples, biases[worker]);
        if (group % groupsInPart == groupsInPart - 1 || group == GroupLayout.groups(batch) - 1) {
            write(sums[worker], biases[worker], group / groupsInPart * stride);
        }
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

    private void write(float[] weightSums, float[] biasSums, int at) {
        int from = 0;
        for (int o = 0; o < outputs; o++) {
            for (final int column : columns) {
                System.arraycopy(weightSums, from, partial.values, at + o * inputs + column, columnsAtOnce);
                from += columnsAtOnce;
            }
        }
        System.arraycopy(biasSums, 0, partial.values, at + outputs * inputs, outputs);
    }
}
