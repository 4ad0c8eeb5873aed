package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.program.UpdateOp;
import java.util.Arrays;
import java.util.List;

/** Adds up the parts of a {@link PartialGradient}, each dw, then db, in order. */
public final class PartialSum implements BlockStep {
    private static final int WEIGHTS_AT_ONCE = 256;

    private final ElementwiseLoop sum;
    private final int parts;
    private final FloatStore partial;
    private final int weights;
    private final int biases;
    private final GradientOutput output;

    /**
     * A step.
     *
     * @param updates the updates of the weights and biases that it does with the sums
     */
    public PartialSum(StepContext context, PartialGradient gradient, List<UpdateOp> updates) {
        this.sum = context.loop(StepFormulas.ADD);
        this.parts = gradient.parts();
        this.partial = context.memory().floats(gradient.dw(), Representation.PARTIAL);
        this.weights = gradient.dw().size();
        this.biases = gradient.db().size();
        this.output = GradientOutput.of(context, gradient.dw(), gradient.db(), updates);
    }

    @Override
    public int blocks() {
        // The last block is the bias gradient.
        return Math.ceilDiv(weights, WEIGHTS_AT_ONCE) + 1;
    }

    @Override
    public void run(int worker, int block) {
        if (block == blocks() - 1) {
            add(weights, output.db().values, 0, biases);
            output.biases().apply(0, biases);
        } else {
            final int at = block * WEIGHTS_AT_ONCE;
            final int n = Math.min(WEIGHTS_AT_ONCE, weights - at);
            add(at, output.dw().values, at, n);
            output.weights().apply(at, n);
        }
    }

    private void add(int from, float[] to, int at, int n) {
        Arrays.fill(to, at, at + n, 0f);
        for (int part = 0; part < parts; part++) {
            sum.run(to, at, partial.values, part * (weights + biases) + from, to, at, 0f, to, at, n);
        }
    }
}
