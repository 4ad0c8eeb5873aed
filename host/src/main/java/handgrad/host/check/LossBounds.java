package handgrad.host.check;

import static handgrad.host.check.ElementwiseBounds.FLUSHED;
import static handgrad.host.check.ElementwiseBounds.TRANSCENDENTAL;

import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.SampleLoss;

/**
 * How far the losses and their gradients may be off. The bounds follow the roundings of the form in which each is defined, the one that
 * neither overflows nor cancels; another form of the same formula is off by more.
 */
final class LossBounds {
    private LossBounds() {}

    /**
     * log s + (m − z_l) with t = z − m and s = Σ e^t: rounding t costs u·|t| in each exponential, on average over the probabilities p = e^t/s;
     * the sum grows with K; a relative error of s is an absolute one of log s.
     */
    static double[] softmaxForward(SoftmaxCrossEntropyForward op, CaseInputs inputs) {
        final float[] logits = inputs.floats().get(op.logits());
        final int[] labels = inputs.ints().get(op.labels());
        final int classes = op.logits().shape().sampleSize();
        final double[] bounds = new double[labels.length];
        for (int n = 0; n < bounds.length; n++) {
            final SoftmaxRow row = SoftmaxRow.of(logits, n, classes);
            final double label = row.maximum() - logits[n * classes + labels[n]];
            final double sum = TRANSCENDENTAL * (1 + Math.log(row.sum())) + Rounding.growth(classes) + row.spread();
            bounds[n] = Rounding.UNIT * (sum + 2 * label) + FLUSHED * classes;
        }
        return bounds;
    }

    /** scale·(p − 1[k = label]): p is off by its exponential, the sum and the division; the difference is rounded, and the product. */
    static double[] softmaxBackward(SoftmaxCrossEntropyBackward op, CaseInputs inputs) {
        final float[] logits = inputs.floats().get(op.logits());
        final int[] labels = inputs.ints().get(op.labels());
        final int classes = op.logits().shape().sampleSize();
        final double[] bounds = new double[logits.length];
        for (int i = 0; i < bounds.length; i++) {
            final SoftmaxRow row = SoftmaxRow.of(logits, i / classes, classes);
            final double t = logits[i] - row.maximum();
            final double probability = Math.exp(t) / row.sum();
            final double difference = Math.abs(probability - (i % classes == labels[i / classes] ? 1 : 0));
            final double steps = TRANSCENDENTAL + Rounding.growth(classes) + row.spread() - t;
            final double bound = (probability == 0 ? 0 : probability * steps) + 2 * difference;
            bounds[i] = op.scale() * (Rounding.UNIT * bound + FLUSHED) + FLUSHED;
        }
        return bounds;
    }

    /**
     * One row of logits.
     *
     * @param maximum m
     * @param sum s = Σ e^t with t = z − m
     * @param spread Σ |t| e^t / s
     */
    private record SoftmaxRow(double maximum, double sum, double spread) {
        static SoftmaxRow of(float[] logits, int row, int classes) {
            double maximum = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                maximum = Math.max(maximum, logits[row * classes + k]);
            }
            double sum = 0;
            double weighted = 0;
            for (int k = 0; k < classes; k++) {
                final double t = logits[row * classes + k] - maximum;
                sum += Math.exp(t);
                weighted += t == Double.NEGATIVE_INFINITY ? 0 : -t * Math.exp(t);
            }
            return new SoftmaxRow(maximum, sum, weighted / sum);
        }
    }

    /** The mean over a sample's scores of what each loss may be off by, and the growth of the sum. */
    static double[] scoreForward(ScoreLossForward op, CaseInputs inputs) {
        final float[] scores = inputs.floats().get(op.scores());
        final float[] targets = inputs.floats().get(op.targets());
        final int width = op.scores().shape().sampleSize();
        final double[] bounds = new double[op.losses().size()];
        for (int j = 0; j < scores.length; j++) {
            final double size = lossTerms(op.function(), scores[j], targets[j]);
            final double steps = lossSteps(op.function()) + Rounding.growth(width);
            final double flushed = FLUSHED * (1 + Math.abs((double) scores[j]) + Math.abs(targets[j]));
            bounds[j / width] += (Rounding.UNIT * steps * size + flushed) / width;
        }
        return bounds;
    }

    /** Σ|terms| of the loss of one score. */
    private static double lossTerms(SampleLoss function, double z, double y) {
        return switch (handgrad.program.LegacyLoss.of(function)) {
            case LOGISTIC -> softplus(-y * z);
            case SQUARED_PROBABILITY -> (1 - y) * Math.pow(sigmoid(z), 2) + (1 + y) * Math.pow(sigmoid(-z), 2);
            case HINGE -> 1 + Math.abs(y * z);
            case SQUARED_ERROR -> (z - y) * (z - y);
            case HALF_SQUARED_ERROR -> (z - y) * (z - y) / 2;
            case BINARY_CROSS_ENTROPY -> softplus(z) + Math.abs(y * z);
        };
    }

    /** How many times u·Σ|terms| the loss of one score may be off: two sigmoids for the squared probability, a few roundings for the rest. */
    private static double lossSteps(SampleLoss function) {
        return switch (handgrad.program.LegacyLoss.of(function)) {
            case LOGISTIC, BINARY_CROSS_ENTROPY -> TRANSCENDENTAL;
            case SQUARED_PROBABILITY -> 2 * TRANSCENDENTAL + 4;
            case HINGE -> 2;
            case SQUARED_ERROR, HALF_SQUARED_ERROR -> 4;
        };
    }

    /** Relative to Σ|terms| of each derivative. */
    static double[] scoreBackward(ScoreLossBackward op, CaseInputs inputs) {
        final float[] scores = inputs.floats().get(op.scores());
        final float[] targets = inputs.floats().get(op.targets());
        final double factor = op.scale() / (double) op.scores().shape().sampleSize();
        final double[] bounds = new double[scores.length];
        for (int j = 0; j < scores.length; j++) {
            final double steps = derivativeSteps(op.function());
            final double size = derivativeTerms(op.function(), scores[j], targets[j]);
            bounds[j] = factor * (Rounding.UNIT * steps * size + FLUSHED) + FLUSHED;
        }
        return bounds;
    }

    private static double derivativeTerms(SampleLoss function, double z, double y) {
        return switch (handgrad.program.LegacyLoss.of(function)) {
            case LOGISTIC -> sigmoid(-y * z);
            case SQUARED_PROBABILITY -> 2 * sigmoid(z) * sigmoid(-z) * ((1 - y) * sigmoid(z) + (1 + y) * sigmoid(-z));
            case HINGE -> y * z < 1 ? 1 : 0;
            case SQUARED_ERROR -> 2 * Math.abs(z - y);
            case HALF_SQUARED_ERROR -> Math.abs(z - y);
            case BINARY_CROSS_ENTROPY -> sigmoid(z) + Math.abs(y);
        };
    }

    /** Three sigmoids for the squared probability; the factor scale/W takes two roundings, the rest another two. */
    private static double derivativeSteps(SampleLoss function) {
        return switch (handgrad.program.LegacyLoss.of(function)) {
            case LOGISTIC, BINARY_CROSS_ENTROPY -> TRANSCENDENTAL + 4;
            case SQUARED_PROBABILITY -> 3 * TRANSCENDENTAL + 8;
            case HINGE, SQUARED_ERROR, HALF_SQUARED_ERROR -> 4;
        };
    }

    private static double softplus(double t) {
        return Math.max(0, t) + Math.log1p(Math.exp(-Math.abs(t)));
    }

    private static double sigmoid(double t) {
        return 1 / (1 + Math.exp(-t));
    }
}
