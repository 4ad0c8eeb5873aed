package handgrad.host.backend.cpu;

import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;

/** Losses of scores, their gradients, and hits, for groups of samples. */
final class LossSteps {
    private LossSteps() {}

    static SampleStep scoreLoss(
            Kernels kernels,
            int workers,
            ScoreLossForward op,
            GroupedPlace scores,
            GroupedPlace targets,
            GroupedPlace losses) {
        final int width = op.scores().shape().sampleSize();
        kernels.expect(new KernelUse.ScoreLoss(op.function()));
        final float[][] scratch = new float[workers][Kernels.SCORE_SCRATCH];
        final int groupsAtOnce = width == 1 ? Kernels.SCORE_LANES / Grid.LANES : 1;
        return SampleStep.of((worker, first, end) -> {
            for (int group = first; group < end; group += groupsAtOnce) {
                kernels.scoreLoss(
                        op.function(),
                        scores.values(worker),
                        scores.at(group),
                        targets.values(worker),
                        targets.at(group),
                        width,
                        Math.min(groupsAtOnce, end - group) * Grid.LANES,
                        losses.values(worker),
                        losses.at(group),
                        scratch[worker]);
            }
        });
    }

    static SampleStep scoreGradient(
            Kernels kernels,
            int workers,
            ScoreLossBackward op,
            GroupedPlace scores,
            GroupedPlace targets,
            GroupedPlace dScores) {
        final int width = op.scores().shape().sampleSize();
        final float factor = op.scale() / width;
        kernels.expect(new KernelUse.ScoreGradient(op.function()));
        final float[][] scratch = new float[workers][Kernels.SCORE_SCRATCH];
        return SampleStep.of((worker, first, end) -> kernels.scoreGradient(
                op.function(),
                scores.values(worker),
                scores.at(first),
                targets.values(worker),
                targets.at(first),
                (end - first) * width * Grid.LANES,
                factor,
                dScores.values(worker),
                dScores.at(first),
                scratch[worker]));
    }

    /** In the lanes without samples the hits are those of whatever is there; nobody reads them. */
    static SampleStep scoreHits(
            Kernels kernels, ScoreHits op, GroupedPlace scores, GroupedPlace targets, IntPlace hits) {
        kernels.expect(KernelUse.Single.SCORE_HITS);
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
                (end - first) * Grid.LANES));
    }
}
