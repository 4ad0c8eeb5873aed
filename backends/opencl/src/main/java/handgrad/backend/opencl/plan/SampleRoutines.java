package handgrad.backend.opencl.plan;

import static handgrad.backend.opencl.plan.Operand.Use.READ;
import static handgrad.backend.opencl.plan.Operand.Use.UPDATE;
import static handgrad.backend.opencl.plan.Operand.Use.WRITE;

import handgrad.backend.opencl.plan.Routine.Kind;
import handgrad.program.ActivationOp;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ElementType;
import handgrad.program.LossOp;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.PoolingOp;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Tensor;
import java.util.Map;

/** The routines of the batch, the activations, pooling and the losses. */
final class SampleRoutines {
    private SampleRoutines() {}

    static Routine of(BatchOp op, Target target) {
        return switch (op) {
            case GatherRows g ->
                new RoutineBuilder(
                                "GatherRows", Kind.BY_SAMPLE, g.batch().shape().batch())
                        .whole("data", g.data(), READ)
                        .whole("order", g.order(), READ)
                        .whole("position", g.position(), READ)
                        .samples("batch", g.batch(), WRITE)
                        .result("batch")
                        .size("SIZE", g.batch().shape().sampleSize())
                        .tasks(g.batch().shape().sampleSize())
                        .build();
            case GatherLabels g ->
                new RoutineBuilder(
                                "GatherLabels",
                                Kind.BY_SAMPLE,
                                g.batch().shape().batch())
                        .whole("labels", g.labels(), READ)
                        .whole("order", g.order(), READ)
                        .whole("position", g.position(), READ)
                        .samples("batch", g.batch(), WRITE)
                        .build();
            case Advance a ->
                new RoutineBuilder("Advance", Kind.SEQUENCE, a.samples())
                        .whole("position", a.position(), UPDATE)
                        .shared(target.items(), 0)
                        .build();
        };
    }

    /** An activation that no other routine could take over: a copy that it finishes. */
    static Routine of(ActivationOp op) {
        return switch (op) {
            case ActivationForward f ->
                elementwise(f.x(), f.y()).finish(Finish.of(f)).build();
            case ActivationBackward b ->
                elementwise(b.dy(), b.dx()).finish(Finish.of(b, 0)).build();
        };
    }

    private static RoutineBuilder elementwise(Tensor x, Tensor y) {
        return new RoutineBuilder("Elementwise", Kind.BY_SAMPLE, x.shape().batch())
                .samples("x", x, READ)
                .samples("y", y, WRITE)
                .result("y")
                .size("SIZE", x.shape().sampleSize())
                .tasks(x.shape().sampleSize());
    }

    static Routine of(PoolingOp op, Target target) {
        return switch (op) {
            case AveragePoolForward f ->
                pooling("AveragePoolForward", Images.of(f.x(), f.y(), f.window()), "x", f.x(), "y", f.y(), target)
                        .build();
            case AveragePoolBackward b ->
                pooling(
                                b.window().stride() >= b.window().size()
                                        ? "AveragePoolBackwardTiles"
                                        : "AveragePoolBackward",
                                Images.of(b.dx(), b.dy(), b.window()),
                                "dy",
                                b.dy(),
                                "dx",
                                b.dx(),
                                target)
                        .build();
            case MaxPoolForward f ->
                pooling("MaxPoolForward", Images.of(f.x(), f.y(), f.window()), "x", f.x(), "y", f.y(), target)
                        .samples("winner", f.winner(), WRITE)
                        .build();
            case MaxPoolBackward b ->
                pooling("MaxPoolBackward", Images.of(b.dx(), b.dy(), b.window()), "dy", b.dy(), "dx", b.dx(), target)
                        .samples("winner", b.winner(), READ)
                        .build();
        };
    }

    private static RoutineBuilder pooling(
            String section, Images images, String from, Tensor input, String to, Tensor output, Target target) {
        final int width = output.shape().dimension(3);
        final int together = Tiling.pooled(target, width);
        return images.addTo(new RoutineBuilder(
                                section, Kind.BY_SAMPLE, input.shape().batch())
                        .samples(from, input, READ)
                        .samples(to, output, WRITE)
                        .result(to))
                .size("TJ", together)
                .size("J_TILES", width / together)
                .tasks(output.shape().sampleSize() / together);
    }

    static Routine of(LossOp op) {
        return switch (op) {
            case SoftmaxCrossEntropyForward f ->
                classes("SoftmaxCrossEntropyForward", f.logits(), f.labels())
                        .samples("losses", f.losses(), WRITE)
                        .result("losses")
                        .build();
            case SoftmaxCrossEntropyBackward b ->
                classes("SoftmaxCrossEntropyBackward", b.logits(), b.labels())
                        .samples("dLogits", b.dLogits(), WRITE)
                        .result("dLogits")
                        .macro("SCALE", FormulaFunction.literal(b.scale()))
                        .build();
            case ScoreLossForward f ->
                scores("ScoreLossForward", f.scores(), f.targets())
                        .samples("losses", f.losses(), WRITE)
                        .result("losses")
                        .use(
                                "LOSS",
                                new FormulaUse(
                                        f.function() + " forward", f.function().forward()))
                        .build();
            case ScoreLossBackward b ->
                scores("ScoreLossBackward", b.scores(), b.targets())
                        .samples("dScores", b.dScores(), WRITE)
                        .result("dScores")
                        .use("SLOPE", slope(b))
                        .build();
            case ClassHits h ->
                classes("ClassHits", h.logits(), h.labels())
                        .samples("hits", h.hits(), WRITE)
                        .build();
            case ScoreHits h ->
                scores("ScoreHits", h.scores(), h.targets())
                        .samples("hits", h.hits(), WRITE)
                        .macro("SCORE_THRESHOLD", FormulaFunction.literal(h.scoreThreshold()))
                        .macro("TARGET_THRESHOLD", FormulaFunction.literal(h.targetThreshold()))
                        .build();
        };
    }

    private static RoutineBuilder classes(String section, Tensor logits, Tensor labels) {
        return new RoutineBuilder(section, Kind.BY_SAMPLE, labels.shape().batch())
                .samples("logits", logits, READ)
                .samples("labels", labels, READ)
                .size("K", logits.shape().sampleSize());
    }

    private static RoutineBuilder scores(String section, Tensor scores, Tensor targets) {
        return new RoutineBuilder(section, Kind.BY_SAMPLE, scores.shape().batch())
                .samples("scores", scores, READ)
                .samples("targets", targets, READ)
                .size("K", scores.shape().sampleSize());
    }

    private static FormulaUse slope(ScoreLossBackward op) {
        final String factor =
                FormulaFunction.literal(op.scale() / op.scores().shape().sampleSize());
        return new FormulaUse(op.function() + " backward", op.function().backward(), Map.of("factor", factor));
    }

    /** A resident tensor's samples, put into lanes. */
    static Routine pack(Tensor rows, Tensor packed) {
        return new RoutineBuilder("Pack", Kind.BY_SAMPLE, rows.shape().batch())
                .whole("rows", rows, READ)
                .samples("packed", packed, WRITE)
                .size("SIZE", rows.shape().sampleSize())
                .macro("ELEMENT", scalarType(rows))
                .build();
    }

    /** Samples in lanes, put into a resident tensor. */
    static Routine unpack(Tensor packed, Tensor rows) {
        return new RoutineBuilder("Unpack", Kind.BY_SAMPLE, rows.shape().batch())
                .samples("packed", packed, READ)
                .whole("rows", rows, WRITE)
                .size("SIZE", rows.shape().sampleSize())
                .size("STRIDE", rows.shape().sampleSize())
                .macro("ELEMENT", scalarType(rows))
                .build();
    }

    private static String scalarType(Tensor tensor) {
        return tensor.type() == ElementType.INT32 ? "shared_int" : "shared_float";
    }
}
