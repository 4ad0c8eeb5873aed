package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.backend.cpu.rewrite.PartialGradient;
import java.util.Arrays;

/**
 * Adds up the parts of a {@link PartialGradient} in order.
 *
 * @param kernels what adds
 * @param parts how many there are
 * @param partial the parts, each dw, then db
 * @param dw receives the weight gradient
 * @param db receives the bias gradient
 * @param weights how many weights there are
 * @param biases how many biases
 * @param weightEpilogue what to do with the weight gradient
 * @param biasEpilogue what to do with the bias gradient
 */
public record PartialSum(
        Kernels kernels,
        int parts,
        FloatStore partial,
        FloatStore dw,
        FloatStore db,
        int weights,
        int biases,
        Epilogue weightEpilogue,
        Epilogue biasEpilogue)
        implements BlockStep {
    private static final int WEIGHTS_AT_ONCE = 256;

    public PartialSum {
        kernels.queueWarmUp(new KernelUse.Loop(StepFormulas.ADD));
    }

    @Override
    public int blocks() {
        // The last block is the bias gradient.
        return (weights + WEIGHTS_AT_ONCE - 1) / WEIGHTS_AT_ONCE + 1;
    }

    @Override
    public void run(int worker, int block) {
        if (block == blocks() - 1) {
            add(weights, db.values, 0, biases);
            biasEpilogue.apply(0, biases);
        } else {
            final int at = block * WEIGHTS_AT_ONCE;
            final int n = Math.min(WEIGHTS_AT_ONCE, weights - at);
            add(at, dw.values, at, n);
            weightEpilogue.apply(at, n);
        }
    }

    private void add(int from, float[] to, int at, int n) {
        final ElementwiseLoop sum = kernels.loop(StepFormulas.ADD);
        Arrays.fill(to, at, at + n, 0f);
        for (int part = 0; part < parts; part++) {
            final int term = part * (weights + biases) + from;
            sum.run(to, at, partial.values, term, to, at, 0f, to, at, n);
        }
    }
}
