package handgrad.backend.oracle;

import handgrad.program.LossOp;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import java.util.List;

/** The losses in float64. */
final class LossLoops {
    private LossLoops() {}

    static void run(LossOp op, OracleMemory memory) {
        switch (op) {
            case SoftmaxCrossEntropyForward f ->
                crossEntropy(memory.floats(f.logits()), memory.ints(f.labels()), memory.floats(f.losses()));
            case SoftmaxCrossEntropyBackward b ->
                crossEntropyGradient(
                        b.scale(), memory.floats(b.logits()), memory.ints(b.labels()), memory.floats(b.dLogits()));
            case ScoreLossForward f -> scoreLoss(f, memory);
            case ScoreLossBackward b -> scoreLossGradient(b, memory);
            case ClassHits h -> classHits(memory.floats(h.logits()), memory.ints(h.labels()), memory.ints(h.hits()));
            case ScoreHits h -> scoreHits(h, memory);
        }
    }

    private static void crossEntropy(double[] logits, int[] labels, double[] losses) {
        final int classes = logits.length / labels.length;
        for (int n = 0; n < labels.length; n++) {
            final double maximum = maximum(logits, n * classes, classes);
            // log(1 + Σ of the others), so that the small loss of a confident correct prediction keeps its digits.
            final double others = sumOfOtherExponentials(logits, n * classes, classes, maximum);
            losses[n] = Math.log1p(others) + (maximum - logits[n * classes + labels[n]]);
        }
    }

    private static void crossEntropyGradient(double scale, double[] logits, int[] labels, double[] dLogits) {
        final int classes = logits.length / labels.length;
        for (int n = 0; n < labels.length; n++) {
            final double maximum = maximum(logits, n * classes, classes);
            final double sum = sumOfExponentials(logits, n * classes, classes, maximum);
            for (int k = 0; k < classes; k++) {
                final double probability = Math.exp(logits[n * classes + k] - maximum) / sum;
                dLogits[n * classes + k] = scale * (probability - (k == labels[n] ? 1 : 0));
            }
        }
    }

    private static double maximum(double[] values, int start, int count) {
        double maximum = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            maximum = Math.max(maximum, values[start + k]);
        }
        return maximum;
    }

    /** The sum without the maximum. */
    private static double sumOfOtherExponentials(double[] values, int start, int count, double maximum) {
        double sum = 0;
        boolean leftOut = false;
        for (int k = 0; k < count; k++) {
            if (!leftOut && values[start + k] == maximum) {
                leftOut = true;
            } else {
                sum += Math.exp(values[start + k] - maximum);
            }
        }
        return sum;
    }

    private static double sumOfExponentials(double[] values, int start, int count, double maximum) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Math.exp(values[start + k] - maximum);
        }
        return sum;
    }

    private static void scoreLoss(ScoreLossForward op, OracleMemory memory) {
        final double[] values = new double[op.scores().size()];
        ElementwiseLoops.run(
                op.function().forward(),
                List.of(memory.floats(op.scores()), memory.floats(op.targets())),
                new double[0],
                List.of(values));
        final double[] losses = memory.floats(op.losses());
        final int width = values.length / losses.length;
        for (int n = 0; n < losses.length; n++) {
            double sum = 0;
            for (int j = n * width; j < (n + 1) * width; j++) {
                sum += values[j];
            }
            losses[n] = sum / width;
        }
    }

    private static void scoreLossGradient(ScoreLossBackward op, OracleMemory memory) {
        ElementwiseLoops.run(
                op.function().backward(),
                List.of(memory.floats(op.scores()), memory.floats(op.targets())),
                new double[] {op.scale() / (double) op.scores().shape().sampleSize()},
                List.of(memory.floats(op.dScores())));
    }

    private static void classHits(double[] logits, int[] labels, int[] hits) {
        final int classes = logits.length / labels.length;
        for (int n = 0; n < labels.length; n++) {
            int best = 0;
            for (int k = 1; k < classes; k++) {
                final double candidate = logits[n * classes + k];
                final double champion = logits[n * classes + best];
                if (candidate > champion || Double.isNaN(candidate) && !Double.isNaN(champion)) {
                    best = k;
                }
            }
            hits[n] = best == labels[n] ? 1 : 0;
        }
    }

    private static void scoreHits(ScoreHits op, OracleMemory memory) {
        final double[] scores = memory.floats(op.scores());
        final double[] targets = memory.floats(op.targets());
        final int[] hits = memory.ints(op.hits());
        for (int n = 0; n < hits.length; n++) {
            final boolean answer = scores[n] > op.scoreThreshold();
            final boolean truth = targets[n] > op.targetThreshold();
            hits[n] = answer == truth ? 1 : 0;
        }
    }
}
