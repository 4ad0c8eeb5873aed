package handgrad.host.check.op;

import static handgrad.rounding.Rounding.FLUSHED;
import static handgrad.rounding.Rounding.TRANSCENDENTAL;

import handgrad.host.check.cases.CaseInputs;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.rounding.Rounding;

/**
 * Error bounds of class losses and their gradients. They follow the roundings of the form that neither overflows nor
 * cancels, in which each is defined; other forms of the same formula have larger errors.
 */
final class LossBounds {
    private LossBounds() {}

    /**
     * log s + (m − z_l) with t = z − m and s = Σ e^t: rounding t costs u·|t| in each exponential, on average over the
     * probabilities p = e^t/s; the sum grows with K; a relative error of s is an absolute one of log s.
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

    /**
     * scale·(p − 1[k = label]): p is off by its exponential, the sum and the division; the difference is rounded, and
     * the product.
     */
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
}
