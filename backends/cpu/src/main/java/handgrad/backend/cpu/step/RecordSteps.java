package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.IntStore;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.backend.cpu.memory.Memory;
import handgrad.program.BatchOp;
import handgrad.program.RecordOp;
import handgrad.program.UpdateOp;
import java.util.Arrays;

/** Records and counters: little work, in one block. */
public final class RecordSteps {
    private RecordSteps() {}

    /** The step of an op that records something. */
    public static BlockStep of(StepContext context, RecordOp op) {
        return switch (op) {
            case final RecordOp.RecordLoss loss -> losses(context.memory(), loss);
            case final RecordOp.RecordHits hits -> hits(context.memory(), hits);
            case final RecordOp.RecordPenalty penalty -> penalty(context, penalty);
        };
    }

    /** history[position[1]] = Σ losses, with Kahan's compensation. */
    private static BlockStep losses(Memory memory, RecordOp.RecordLoss op) {
        final FloatStore losses = memory.floats(op.losses());
        final IntStore position = memory.ints(op.position());
        final FloatStore history = memory.floats(op.history());
        final int batch = op.losses().size();
        return single(() -> {
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
    private static BlockStep hits(Memory memory, RecordOp.RecordHits op) {
        final IntStore hits = memory.ints(op.hits());
        final IntStore position = memory.ints(op.position());
        final IntStore history = memory.ints(op.history());
        final int batch = op.hits().size();
        return single(() -> {
            int sum = 0;
            for (int n = 0; n < batch; n++) {
                sum += hits.values[n];
            }
            history.values[position.values[1]] = sum;
        });
    }

    /** history[position[1]] += samples · lambda · Σ r(w), in 16 partial sums. */
    private static BlockStep penalty(StepContext context, RecordOp.RecordPenalty op) {
        final ElementwiseLoop loop = context.loop(StepFormulas.penaltyAdded(op.penalty()));
        final FloatStore w = context.memory().floats(op.w());
        final FloatStore lambda = context.memory().floats(op.lambda());
        final IntStore position = context.memory().ints(op.position());
        final FloatStore history = context.memory().floats(op.history());
        final int size = op.w().size();
        final float[] sums = new float[GroupLayout.LANES];
        return single(() -> {
            Arrays.fill(sums, 0f);
            for (int i = 0; i < size; i += GroupLayout.LANES) {
                final int n = Math.min(GroupLayout.LANES, size - i);
                loop.run(w.values, i, sums, 0, sums, 0, 0f, sums, 0, n);
            }
            history.values[position.values[1]] += op.samples() * lambda.values[0] * LaneSums.sum(sums, 0);
        });
    }

    /** learningRate[0] = rates[position[1]]. */
    public static BlockStep takeRate(Memory memory, UpdateOp.TakeRate op) {
        final FloatStore rates = memory.floats(op.rates());
        final IntStore position = memory.ints(op.position());
        final FloatStore learningRate = memory.floats(op.learningRate());
        return single(() -> learningRate.values[0] = rates.values[position.values[1]]);
    }

    /** step[0] += 1. */
    public static BlockStep countStep(Memory memory, UpdateOp.CountStep op) {
        final FloatStore step = memory.floats(op.step());
        return single(() -> step.values[0] += 1);
    }

    /** position[0] += samples; position[1] += 1. */
    public static BlockStep advance(Memory memory, BatchOp.Advance op) {
        final IntStore position = memory.ints(op.position());
        return single(() -> {
            position.values[0] += op.samples();
            position.values[1] += 1;
        });
    }

    private static BlockStep single(Runnable work) {
        return BlockStep.of(1, _ -> work.run());
    }
}
