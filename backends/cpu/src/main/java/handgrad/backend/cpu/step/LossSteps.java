package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Representation;
import handgrad.program.LossOp;

/** Losses of scores, their gradients, and hits. For each group scores z and targets y are [width][16]. */
public final class LossSteps {
    private static final int LANES = GroupLayout.LANES;

    private LossSteps() {}

    /** The step of an op on scores; those on class logits are {@link ClassLossStep}. */
    public static SampleStep of(StepContext context, LossOp op) {
        return switch (op) {
            case final LossOp.ScoreLossForward f -> loss(context, f);
            case final LossOp.ScoreLossBackward b -> gradient(context, b);
            case final LossOp.ScoreHits h -> hits(context, h);
            case LossOp.SoftmaxCrossEntropyForward _, LossOp.SoftmaxCrossEntropyBackward _, LossOp.ClassHits _ ->
                throw new IllegalStateException(op.name() + " is part of a fused step");
        };
    }

    /** losses = (1 / width) Σ_j l(z_j, y_j), [16] for each group. */
    private static SampleStep loss(StepContext context, LossOp.ScoreLossForward op) {
        final GroupedPlace scores = context.memory().grouped(op.scores());
        final GroupedPlace targets = context.memory().grouped(op.targets());
        final GroupedPlace losses = context.memory().grouped(op.losses());
        final int width = op.scores().shape().sampleSize();
        final ElementwiseLoop first = context.loop(op.function().forward());
        if (width == 1) {
            return elementwise(first, scores, targets, 0f, losses, 1);
        }
        final ElementwiseLoop more = context.loop(StepFormulas.lossAdded(op.function()));
        return (worker, group) -> {
            final float[] z = scores.values(worker);
            final float[] y = targets.values(worker);
            final float[] sums = losses.values(worker);
            final int at = losses.at(group);
            first.run(z, scores.at(group), y, targets.at(group), y, 0, 0f, sums, at, LANES);
            for (int j = 1; j < width; j++) {
                final int zAt = scores.at(group) + j * LANES;
                final int yAt = targets.at(group) + j * LANES;
                final float factor = j < width - 1 ? 1f : 1f / width;
                more.run(z, zAt, y, yAt, sums, at, factor, sums, at, LANES);
            }
        };
    }

    /** dz = (scale / width) l'(z, y). */
    private static SampleStep gradient(StepContext context, LossOp.ScoreLossBackward op) {
        final int width = op.scores().shape().sampleSize();
        return elementwise(
                context.loop(op.function().backward()),
                context.memory().grouped(op.scores()),
                context.memory().grouped(op.targets()),
                op.scale() / width,
                context.memory().grouped(op.dScores()),
                width);
    }

    private static SampleStep elementwise(
            ElementwiseLoop loop, GroupedPlace scores, GroupedPlace targets, float factor, GroupedPlace to, int width) {
        return SampleStep.of((worker, first, end) -> {
            final float[] z = scores.values(worker);
            final float[] y = targets.values(worker);
            final int n = (end - first) * width * LANES;
            loop.run(z, scores.at(first), y, targets.at(first), y, 0, factor, to.values(worker), to.at(first), n);
        });
    }

    /** Hits in lanes without samples mean nothing and are never read. */
    private static SampleStep hits(StepContext context, LossOp.ScoreHits op) {
        context.queueWarmUp(KernelUse.Single.SCORE_HITS);
        final Kernels kernels = context.kernels();
        final Memory memory = context.memory();
        final GroupedPlace scores = memory.grouped(op.scores());
        final GroupedPlace targets = memory.grouped(op.targets());
        final IntPlace hits = memory.ints(op.hits(), Representation.ROWS);
        return SampleStep.of((worker, first, end) -> kernels.scoreHits(
                scores.values(worker),
                scores.at(first),
                op.scoreThreshold(),
                targets.values(worker),
                targets.at(first),
                op.targetThreshold(),
                hits.values(worker),
                hits.at(first),
                (end - first) * LANES));
    }
}
