package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.GradientOutput;
import handgrad.backend.cpu.step.StepContext;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@link LinearWeightStep} for fewer than 16 inputs and at least 16 outputs, all row-major: 16 neighbouring outputs
 * of the transpose, dwᵀ[c, o] = Σ_n x[n, c] · dy[n, o], are one sum of scalars of x times 16 elements of dy. The
 * result is small, so it is one block.
 */
final class NarrowWeightStep implements BlockStep {
    private final RowsPlace x;
    private final OutputGradient dy;
    private final GradientOutput output;
    private final int inputs;
    private final int outputs;
    private final RowsProduct product;
    private final float[] transposed;

    NarrowWeightStep(StepContext context, RowsPlace x, RowsPlace dy, GradientOutput output) {
        this.x = x;
        this.dy = OutputGradient.of(dy);
        this.output = output;
        this.inputs = x.width();
        this.outputs = dy.width();
        this.product = new RowsProduct(
                context,
                new RowsProduct.Operands(
                        IntStream.range(0, inputs).toArray(), x.offsets(), dy.offsets(), outputs, Optional.empty()),
                inputs,
                inputs);
        this.transposed = new float[inputs * outputs];
    }

    @Override
    public int blocks() {
        return 1;
    }

    @Override
    public void run(int worker, int block) {
        product.run(worker, x.values(0), 0, inputs, dy.store().values, transposed, 0);
        final float[] dw = output.dw().values;
        for (int o = 0; o < outputs; o++) {
            for (int c = 0; c < inputs; c++) {
                dw[o * inputs + c] = transposed[c * outputs + o];
            }
        }
        output.weights().apply(0, transposed.length);
        dy.sumSamples(output.db().values, 0, outputs);
        output.biases().apply(0, outputs);
    }
}
