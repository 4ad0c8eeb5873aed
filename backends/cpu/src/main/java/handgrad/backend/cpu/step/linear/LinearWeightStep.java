package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.SizeThresholds;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.GradientOutput;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.UpdateOp;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The weight and bias gradients of a linear layer, dw[o, c] = Σ_n dy[n, o] · x[n, c] in the order of the samples and
 * db[o] = Σ_n dy[n, o], in blocks of outputs. x is row-major, so that 16 neighbouring weights are one sum of scalars
 * times 16 neighbouring inputs.
 */
public final class LinearWeightStep implements BlockStep {
    /** A block's multiplications, divided by 16: large against the hand-over, small against the whole. */
    private static final long BLOCK_WORK = 60_000;

    private final RowsPlace x;
    private final OutputGradient dy;
    private final GradientOutput output;
    private final int inputs;
    private final int outputs;
    private final int blockOutputs;
    private final RowsProduct product;

    LinearWeightStep(StepContext context, RowsPlace x, OutputGradient dy, GradientOutput output) {
        this.x = x;
        this.dy = dy;
        this.output = output;
        this.inputs = x.width();
        this.outputs = dy.outputs().length;
        final long rowWork = Math.max(1, (long) dy.samples().length * inputs / GroupLayout.LANES);
        // Multiples of 20 rows suit tiles of 4 and of 5.
        this.blockOutputs = (int) Math.min(outputs, Math.max(1, BLOCK_WORK / rowWork / 20) * 20);
        this.product = new RowsProduct(
                context,
                new RowsProduct.Operands(dy.outputs(), dy.samples(), x.offsets(), inputs, Optional.empty()),
                outputs,
                blockOutputs);
    }

    /**
     * The step of an op.
     *
     * @param representation how the output gradient lies
     * @param updates the updates that it does with the gradients
     */
    public static BlockStep of(
            StepContext context, LinearBackwardWeight g, Representation representation, List<UpdateOp> updates) {
        final Memory memory = context.memory();
        final RowsPlace x = memory.rows(g.x());
        final GradientOutput output = GradientOutput.of(context, g.dw(), g.db(), updates);
        if (representation == Representation.GROUPED && !SizeThresholds.isColumn(g.dy())) {
            final int batch = g.x().shape().batch();
            return new LinearWeightStep(context, x, OutputGradient.of(memory.grouped(g.dy()), batch), output);
        }
        final RowsPlace dy = memory.rows(g.dy());
        return !LaneBlocks.fit(x.width()) && LaneBlocks.fit(dy.width())
                ? narrow(context, x, dy, output)
                : new LinearWeightStep(context, x, OutputGradient.of(dy), output);
    }

    /**
     * The step for fewer than 16 inputs and at least 16 outputs, all row-major: 16 neighbouring outputs of the
     * transpose, dwᵀ[c, o] = Σ_n x[n, c] · dy[n, o], are one sum of scalars of x times 16 elements of dy.
     */
    private static BlockStep narrow(StepContext context, RowsPlace x, RowsPlace dy, GradientOutput output) {
        final int inputs = x.width();
        final int outputs = dy.width();
        final int[] columns = IntStream.range(0, inputs).toArray();
        final RowsProduct product = new RowsProduct(
                context,
                new RowsProduct.Operands(columns, x.offsets(), dy.offsets(), outputs, Optional.empty()),
                inputs,
                inputs);
        final float[] transposed = new float[inputs * outputs];
        final OutputGradient gradient = OutputGradient.of(dy);
        return BlockStep.of(1, _ -> {
            product.run(0, x.values(0), 0, inputs, dy.values(0), transposed, 0);
            for (int o = 0; o < outputs; o++) {
                for (int c = 0; c < inputs; c++) {
                    output.dw().values[o * inputs + c] = transposed[c * outputs + o];
                }
            }
            output.weights().apply(0, transposed.length);
            gradient.sumSamples(output.db().values, 0, outputs);
            output.biases().apply(0, outputs);
        });
    }

    @Override
    public int blocks() {
        return Math.ceilDiv(outputs, blockOutputs);
    }

    @Override
    public void run(int worker, int block) {
        final int first = block * blockOutputs;
        final int end = Math.min(outputs, first + blockOutputs);
        final float[] dw = output.dw().values;
        product.run(worker, dy.store().values, first, end - first, x.values(0), dw, first * inputs);
        output.weights().apply(first * inputs, (end - first) * inputs);
        dy.sumSamples(output.db().values, first, end);
        output.biases().apply(first, end - first);
    }
}
