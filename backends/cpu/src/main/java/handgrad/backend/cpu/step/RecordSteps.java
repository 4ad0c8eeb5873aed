package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.IntStore;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.formula.Formula;
import handgrad.program.RecordOp.RecordPenalty;
import java.util.Arrays;

/** Records and counters: little work, in one block. */
public final class RecordSteps {
    private RecordSteps() {}

    /** history[position[1]] = Σ losses, with Kahan's compensation. */
    public static BlockStep losses(int batch, FloatStore losses, IntStore position, FloatStore history) {
        return BlockStep.single(() -> {
            float sum = 0f;
            float lost = 0f;
            for (int n = 0; n < batch; n++) {
                final float term = losses.values[n] - lost;
                final float next = sum + term;
                // An infinite sum would make the compensation NaN and hide that it is infinite.
                lost = Float.isInfinite(next) ? 0f : (next - sum) - term;
                sum = next;
            }
            history.values[position.values[1]] = sum;
        });
    }

    /** history[position[1]] = Σ hits. */
    public static BlockStep hits(int batch, IntStore hits, IntStore position, IntStore history) {
        return BlockStep.single(() -> {
            int sum = 0;
            for (int n = 0; n < batch; n++) {
                sum += hits.values[n];
            }
            history.values[position.values[1]] = sum;
        });
    }

    /** history[position[1]] += samples · lambda · Σ r(w), in 16 partial sums. */
    public static BlockStep penalty(
            Kernels kernels, RecordPenalty op, FloatStore w, FloatStore lambda, IntStore position, FloatStore history) {
        final Formula added = StepFormulas.penaltyAdded(op.penalty());
        kernels.queueWarmUp(new KernelUse.Loop(added));
        final ElementwiseLoop loop = kernels.loop(added);
        final int size = op.w().size();
        final float[] sums = new float[GroupLayout.LANES];
        return BlockStep.single(() -> {
            Arrays.fill(sums, 0f);
            for (int i = 0; i < size; i += GroupLayout.LANES) {
                final int n = Math.min(GroupLayout.LANES, size - i);
                loop.run(w.values, i, sums, 0, sums, 0, 0f, sums, 0, n);
            }
            history.values[position.values[1]] += op.samples() * lambda.values[0] * LaneSums.sum(sums, 0);
        });
    }

    /** learningRate[0] = rates[position[1]]. */
    public static BlockStep takeRate(FloatStore rates, IntStore position, FloatStore learningRate) {
        return BlockStep.single(() -> learningRate.values[0] = rates.values[position.values[1]]);
    }

    /** step[0] += 1. */
    public static BlockStep countStep(FloatStore step) {
        return BlockStep.single(() -> step.values[0] += 1);
    }

    /** position[0] += samples; position[1] += 1. */
    public static BlockStep advance(IntStore position, int samples) {
        return BlockStep.single(() -> {
            position.values[0] += samples;
            position.values[1] += 1;
        });
    }
}
