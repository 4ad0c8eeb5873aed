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
public final class PartialSum {
    private static final int WEIGHTS_AT_ONCE = 256;

    private PartialSum() {}

    /**
     * The step of a gradient; its last block is the bias gradient.
     *
     * @param updates the updates that it does with the gradients
     */
    public static BlockStep of(StepContext context, PartialGradient gradient, List<UpdateOp> updates) {
        final ElementwiseLoop add = context.loop(StepFormulas.ADD);
        final FloatStore partial = context.memory().floats(gradient.dw(), Representation.PARTIAL);
        final GradientOutput output = GradientOutput.of(context, gradient.dw(), gradient.db(), updates);
        final int weights = gradient.dw().size();
        final int blocks = Math.ceilDiv(weights, WEIGHTS_AT_ONCE);
        return BlockStep.of(blocks + 1, block -> {
            final boolean isBias = block == blocks;
            final int at = isBias ? 0 : block * WEIGHTS_AT_ONCE;
            final int n = isBias ? gradient.db().size() : Math.min(WEIGHTS_AT_ONCE, weights - at);
            final float[] to = (isBias ? output.db() : output.dw()).values;
            Arrays.fill(to, at, at + n, 0f);
            for (int part = 0; part < gradient.parts(); part++) {
                final int from = part * gradient.stride() + (isBias ? weights : at);
                add.run(to, at, partial.values, from, to, at, 0f, to, at, n);
            }
            (isBias ? output.biases() : output.weights()).apply(at, n);
        });
    }
}
