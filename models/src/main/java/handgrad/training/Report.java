package handgrad.training;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A report of a model's run besides loss and accuracy, which every run has. The host draws it. */
public sealed interface Report {
    /**
     * A plot of the network as a function of one variable, with the data and the true function.
     *
     * @param truth the true function
     * @param from the left end
     * @param to the right end
     * @param samples the number of points of each curve
     * @param everyReport true for a curve at each evaluation, false for the last one only
     */
    record CurveFit(DoubleUnaryOperator truth, double from, double to, int samples, boolean everyReport)
            implements Report {}

    /**
     * A plot of two classes of points in the plane and the decision boundary, where the score is 0.
     *
     * @param features maps a point to the network's input
     * @param limit the plot shows [−limit, limit]²
     * @param samples the number of grid points a side
     */
    record DecisionBoundary(Features features, double limit, int samples) implements Report {}

    /**
     * The misclassified images with the highest confidence, which the course defines as |p − threshold| + ½.
     *
     * @param rows of the grid of images
     * @param columns of the grid of images
     * @param negative the name of the first class
     * @param positive the name of the second class
     */
    record Mistakes(int rows, int columns, String negative, String positive) implements Report {}

    /**
     * The number of correct test samples at other thresholds on the probability.
     *
     * @param thresholds each between 0 and 1
     */
    record ThresholdSweep(List<Double> thresholds) implements Report {
        /** Copies the list. */
        public ThresholdSweep {
            thresholds = List.copyOf(thresholds);
        }
    }

    /**
     * The mean loss of each interval of steps.
     *
     * @param steps the number of steps in an interval
     */
    record MeanLosses(int steps) implements Report {}

    /** The same training with the formulas written out in plain Java, beside the one through layers and ops. */
    record ByHand() implements Report {}

    /**
     * A comparison of logistic regression and a support vector machine on the same samples, by accuracy and margin.
     *
     * @param other the other model's name
     */
    record Against(String other) implements Report {}

    /** Maps a point of the plane to a network's input. */
    @FunctionalInterface
    interface Features {
        /**
         * The features of a point.
         *
         * @param x1 its first coordinate
         * @param x2 its second coordinate
         * @return φ(x)
         */
        float[] of(double x1, double x2);
    }
}
