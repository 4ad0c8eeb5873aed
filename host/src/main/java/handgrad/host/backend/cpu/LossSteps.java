package handgrad.host.backend.cpu;

import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;

/** Losses, their gradients, and hits, for a group of samples. */
final class LossSteps {
    private LossSteps() {}

    static SampleStep softmaxLoss(
            Kernels kernels,
            int workers,
            SoftmaxCrossEntropyForward op,
            GroupedPlace logits,
            IntPlace labels,
            GroupedPlace losses) {
        final int batch = op.logits().shape().batch();
        final int classes = op.logits().shape().dimension(1);
        kernels.expect(KernelUse.Single.SOFTMAX_LOSS);
        final float[][] scratch = new float[workers][Grid.LANES];
        return (worker, group) -> kernels.softmaxLoss(
                logits.values(worker),
                logits.at(group),
                classes,
                labels.values(worker),
                labels.at(group),
                Grid.samples(batch, group),
                losses.values(worker),
                losses.at(group),
                scratch[worker]);
    }

    static SampleStep softmaxGradient(
            Kernels kernels,
            SoftmaxCrossEntropyBackward op,
            GroupedPlace logits,
            IntPlace labels,
            GroupedPlace dLogits) {
        final int batch = op.logits().shape().batch();
        final int classes = op.logits().shape().dimension(1);
        kernels.expect(KernelUse.Single.SOFTMAX_GRADIENT);
        return (worker, group) -> kernels.softmaxGradient(
                logits.values(worker),
                logits.at(group),
                classes,
                labels.values(worker),
                labels.at(group),
                Grid.samples(batch, group),
                op.scale(),
                dLogits.values(worker),
                dLogits.at(group));
    }

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

    static SampleStep classHits(ClassHits op, GroupedPlace logits, IntPlace labels, IntPlace hits) {
        final int batch = op.logits().shape().batch();
        final int classes = op.logits().shape().dimension(1);
        return (worker, group) -> {
            final float[] z = logits.values(worker);
            for (int n = 0; n < Grid.samples(batch, group); n++) {
                final int at = logits.at(group) + n;
                int best = 0;
                float largest = z[at];
                for (int k = 1; k < classes; k++) {
                    final float value = z[at + k * Grid.LANES];
                    if (value > largest || Float.isNaN(value) && !Float.isNaN(largest)) {
                        best = k;
                        largest = value;
                    }
                }
                final boolean hit = best == labels.values(worker)[labels.at(group) + n];
                hits.values(worker)[hits.at(group) + n] = hit ? 1 : 0;
            }
        };
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
