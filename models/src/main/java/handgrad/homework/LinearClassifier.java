package handgrad.homework;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import java.util.Arrays;

/**
 * A linear classifier z = w·x + b for labels y ∈ {−1, +1}, trained by single-sample steps in float64, with its formulas
 * written out: no layers, ops or programs. The course starts with such code; here it is the independent check of the
 * models that are trained through layers and ops.
 */
public final class LinearClassifier {
    private final Rule rule;
    private final double[] w;
    private double b;

    /**
     * A classifier before its first step.
     *
     * @param rule the loss and its gradient
     * @param weights w
     * @param bias b
     */
    public LinearClassifier(Rule rule, float[] weights, float bias) {
        this.rule = rule;
        this.w = new double[weights.length];
        Arrays.setAll(w, c -> weights[c]);
        this.b = bias;
    }

    /** A loss of one sample and its gradient with respect to w and b. */
    public sealed interface Rule {
        /**
         * The loss without the penalty.
         *
         * @param yz y·z
         * @return l(y·z)
         */
        double loss(double yz);

        /**
         * The derivative of the loss by y·z.
         *
         * @param yz y·z
         * @return s in ∂l/∂w = s·y·x and ∂l/∂b = s·y, as the input of the bias is 1. (Some of the course's sources use
         *     the label in its place, which is wrong.)
         */
        double slope(double yz);

        /**
         * The coefficient of the penalty ‖w‖².
         *
         * @return λ, 0 for none
         */
        double lambda();
    }

    /**
     * Logistic regression: l = −log σ(y·z); ∇ = −y·σ(−y·z)·(x, 1). (One source multiplies by (1 − loss) instead of
     * σ(−y·z), which is wrong.)
     */
    public record Logistic() implements Rule {
        @Override
        public double loss(double yz) {
            return Math.max(0, -yz) + Math.log1p(Math.exp(-Math.abs(yz)));
        }

        @Override
        public double slope(double yz) {
            return yz >= 0 ? -Math.exp(-yz) / (1 + Math.exp(-yz)) : -1 / (1 + Math.exp(yz));
        }

        @Override
        public double lambda() {
            return 0;
        }
    }

    /**
     * A support vector machine: l = max(0, 1 − y·z) + λ‖w‖²; ∇ = −y·(x, 1) where y·z &lt; 1, else 0, and 2λ(w, 0).
     *
     * @param lambda λ
     */
    public record Hinge(double lambda) implements Rule {
        @Override
        public double loss(double yz) {
            return Math.max(0, 1 - yz);
        }

        @Override
        public double slope(double yz) {
            return yz < 1 ? -1 : 0;
        }
    }

    /**
     * Takes single-sample steps.
     *
     * @param data the samples, with targets −1 and +1
     * @param order the index of each step's sample
     * @param learningRate the step size
     * @return each step's loss with the penalty, before its update
     */
    public double[] train(Dataset data, int[] order, double learningRate) {
        final double[] losses = new double[order.length];
        for (int step = 0; step < order.length; step++) {
            final int n = order[step];
            final double y = target(data, n);
            final double yz = y * score(data, n);
            losses[step] = rule.loss(yz) + penalty();
            final double slope = rule.slope(yz) * y;
            for (int c = 0; c < w.length; c++) {
                w[c] -= learningRate * (slope * data.inputs().at(n * w.length + c) + 2 * rule.lambda() * w[c]);
            }
            b -= learningRate * slope;
        }
        return losses;
    }

    /**
     * The signed distance of each sample from the hyperplane z = 0, positive on the side of its label.
     *
     * @param data the samples
     * @return y·z/‖w‖ of each sample
     */
    public double[] distances(Dataset data) {
        final double norm = Math.sqrt(squaredNorm());
        final double[] distances = new double[data.count()];
        Arrays.setAll(distances, n -> target(data, n) * score(data, n) / norm);
        return distances;
    }

    /**
     * The mean loss over a data set by this or another rule.
     *
     * @param data the samples
     * @param measure the rule to measure by
     * @return the mean loss, with that rule's penalty
     */
    public double meanLoss(Dataset data, Rule measure) {
        double sum = 0;
        for (int n = 0; n < data.count(); n++) {
            sum += measure.loss(target(data, n) * score(data, n));
        }
        return sum / data.count() + measure.lambda() * squaredNorm();
    }

    /**
     * The weights after the steps so far.
     *
     * @return a copy of w
     */
    public double[] weights() {
        return w.clone();
    }

    /**
     * The bias after the steps so far.
     *
     * @return b
     */
    public double bias() {
        return b;
    }

    private double score(Dataset data, int n) {
        double z = b;
        for (int c = 0; c < w.length; c++) {
            z += w[c] * data.inputs().at(n * w.length + c);
        }
        return z;
    }

    private double penalty() {
        return rule.lambda() == 0 ? 0 : rule.lambda() * squaredNorm();
    }

    private double squaredNorm() {
        double sum = 0;
        for (final double weight : w) {
            sum += weight * weight;
        }
        return sum;
    }

    private static double target(Dataset data, int n) {
        return switch (data.targets()) {
            case Targets.Reals(float[] values, int width) -> values[n * width];
            case Targets.Classes classes -> throw new IllegalArgumentException(data.name() + " has no targets ±1");
        };
    }
}
