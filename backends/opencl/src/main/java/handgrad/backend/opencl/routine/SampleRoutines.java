package handgrad.backend.opencl.routine;

import handgrad.backend.opencl.formula.FormulaFunction;
import handgrad.backend.opencl.formula.FormulaUse;
import handgrad.program.BatchOp;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.LossOp;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import java.util.Map;

/** The routines of the batch and of the losses. */
final class SampleRoutines {
    private SampleRoutines() {}

    static Routine of(BatchOp op, Target target) {
        return switch (op) {
            case GatherRows g -> {
                final int size = g.batch().shape().sampleSize();
                yield new RoutineBuilder(g).tasks(size).build();
            }
            case GatherLabels g -> new RoutineBuilder(g).build();
            case Advance a ->
                new RoutineBuilder(a)
                        .batch(a.samples())
                        .shared(target.items(), 0)
                        .build();
        };
    }

    static Routine of(LossOp op) {
        final int size = op.inputs().getFirst().shape().sampleSize();
        final RoutineBuilder routine = new RoutineBuilder(op);
        switch (op) {
            case SoftmaxCrossEntropyBackward b -> routine.macro("SCALE", FormulaFunction.literal(b.scale()));
            case ScoreLossForward f ->
                routine.constant(
                        "LOSS",
                        new FormulaUse(f.function() + " forward", f.function().forward()));
            case ScoreLossBackward b -> {
                final Map<String, String> scalars = Map.of("factor", FormulaFunction.literal(b.scale() / size));
                routine.constant(
                        "SLOPE",
                        new FormulaUse(b.function() + " backward", b.function().backward(), scalars));
            }
            case ScoreHits h ->
                routine.macro("SCORE_THRESHOLD", FormulaFunction.literal(h.scoreThreshold()))
                        .macro("TARGET_THRESHOLD", FormulaFunction.literal(h.targetThreshold()));
            case SoftmaxCrossEntropyForward _, ClassHits _ -> {}
        }
        return routine.build();
    }
}
