package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.formula.Formula;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;

/** Losses of scores, their gradients, and hits, for groups of samples. */
public final class LossSteps {
    private LossSteps() {}

    /** losses = (1 / width) Σ_j l(z_j, y_j); z and y are [width][lanes] for each group, losses [lanes]. */
    public static SampleStep scoreLoss(
            Kernels kernels, ScoreLossForward op, GroupedPlace scores, GroupedPlace targets, GroupedPlace losses) {
        final int width = op.scores().shape().sampleSize();
        final ElementwiseLoop first = loop(kernels, op.function().forward());
        if (width == 1) {
            return SampleStep.of((worker, group, end) -> {
                final float[] z = scores.values(worker);
                final float[] y = targets.values(worker);
                final int n = (end - group) * GroupLayout.LANES;
                first.run(
                        z,
                        scores.at(group),
                        y,
                        targets.at(group),
                        y,
                        0,
                        0f,
                        losses.values(worker),
                        losses.at(group),
                        n);
            });
        }
        final ElementwiseLoop more = loop(kernels, StepFormulas.lossAdded(op.function()));
        return (worker, group) -> {
            final float[] z = scores.values(worker);
            final float[] y = targets.values(worker);
            final float[] sums = losses.values(worker);
            final int at = losses.at(group);
            first.run(z, scores.at(group), y, targets.at(group), y, 0, 0f, sums, at, GroupLayout.LANES);
            for (int j = 1; j < width; j++) {
                final int zAt = scores.at(group) + j * GroupLayout.LANES;
                final int yAt = targets.at(group) + j * GroupLayout.LANES;
                final float factor = j < width - 1 ? 1f : 1f / width;
                more.run(z, zAt, y, yAt, sums, at, factor, sums, at, GroupLayout.LANES);
            }
        };
    }

    public static SampleStep scoreGradient(
            Kernels kernels, ScoreLossBackward op, GroupedPlace scores, GroupedPlace targets, GroupedPlace dScores) {
        final int width = op.scores().shape().sampleSize();
        final float factor = op.scale() / width;
        final ElementwiseLoop loop = loop(kernels, op.function().backward());
        return SampleStep.of((worker, first, end) -> {
            final float[] z = scores.values(worker);
            final float[] y = targets.values(worker);
            final int n = (end - first) * width * GroupLayout.LANES;
            loop.run(
                    z,
                    scores.at(first),
                    y,
                    targets.at(first),
                    y,
                    0,
                    factor,
                    dScores.values(worker),
                    dScores.at(first),
                    n);
        });
    }

    private static ElementwiseLoop loop(Kernels kernels, Formula formula) {
        kernels.queueWarmUp(new KernelUse.Loop(formula));
        return kernels.loop(formula);
    }

    /** In the lanes without samples the hits are those of whatever is there; nobody reads them. */
    public static SampleStep scoreHits(
            Kernels kernels, ScoreHits op, GroupedPlace scores, GroupedPlace targets, IntPlace hits) {
        kernels.queueWarmUp(KernelUse.Single.SCORE_HITS);
        final float scoreThreshold = op.scoreThreshold();
        final float targetThreshold = op.targetThreshold();
        return SampleStep.of((worker, first, end) -> kernels.scoreHits(
                scores.values(worker),
                scores.at(first),
                scoreThreshold,
                targets.values(worker),
                targets.at(first),
                targetThreshold,
                hits.values(worker),
                hits.at(first),
                (end - first) * GroupLayout.LANES));
    }
}
