package handgrad.host.backend.oracle;

import handgrad.program.LossOp;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.SampleLoss;

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
            case ScoreLossForward f ->
                scoreLoss(
                        f.function(), memory.floats(f.scores()), memory.floats(f.targets()), memory.floats(f.losses()));
            case ScoreLossBackward b -> scoreLossGradient(b, memory);
            case ClassHits h -> classHits(memory.floats(h.logits()), memory.ints(h.labels()), memory.ints(h.hits()));
            case ScoreHits h -> scoreHits(h, memory);
        }
    }

    private static void crossEntropy(double[] logits, int[] labels, double[] losses) {
        final int classes = logits.length / labels.length;
        for (int n = 0; n < labels.length; n++) {
            final double maximum = maximum(logits, n * classes, classes);
            // log(1 + Σ of the others): the small loss of a sure and right answer keeps its digits.
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

    /** Without one element that is the maximum. */
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

    private static void scoreLoss(SampleLoss function, double[] scores, double[] targets, double[] losses) {
        final int width = scores.length / losses.length;
        for (int n = 0; n < losses.length; n++) {
            double sum = 0;
            for (int j = n * width; j < (n + 1) * width; j++) {
                sum += loss(function, scores[j], targets[j]);
            }
            losses[n] = sum / width;
        }
    }

    private static void scoreLossGradient(ScoreLossBackward op, OracleMemory memory) {
        final double[] scores = memory.floats(op.scores());
        final double[] targets = memory.floats(op.targets());
        final double[] dScores = memory.floats(op.dScores());
        final double factor = op.scale() / (double) op.scores().shape().sampleSize();
        for (int j = 0; j < scores.length; j++) {
            dScores[j] = factor * derivative(op.function(), scores[j], targets[j]);
        }
    }

    private static double loss(SampleLoss function, double z, double y) {
        return switch (function) {
            case LOGISTIC -> softplus(-y * z);
            case SQUARED_PROBABILITY -> (1 - y) * square(sigmoid(z)) + (1 + y) * square(sigmoid(-z));
            case HINGE -> Math.max(0, 1 - y * z);
            case SQUARED_ERROR -> square(z - y);
            case HALF_SQUARED_ERROR -> 0.5 * square(z - y);
            case BINARY_CROSS_ENTROPY -> softplus(z) - y * z;
        };
    }

    private static double derivative(SampleLoss function, double z, double y) {
        return switch (function) {
            case LOGISTIC -> -y * sigmoid(-y * z);
            case SQUARED_PROBABILITY -> 2 * sigmoid(z) * sigmoid(-z) * ((1 - y) * sigmoid(z) - (1 + y) * sigmoid(-z));
            case HINGE -> y * z < 1 ? -y : 0;
            case SQUARED_ERROR -> 2 * (z - y);
            case HALF_SQUARED_ERROR -> z - y;
            case BINARY_CROSS_ENTROPY -> sigmoid(z) - y;
        };
    }

    private static double softplus(double t) {
        return Math.max(0, t) + Math.log1p(Math.exp(-Math.abs(t)));
    }

    private static double sigmoid(double t) {
        return 1 / (1 + Math.exp(-t));
    }

    private static double square(double t) {
        return t * t;
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
