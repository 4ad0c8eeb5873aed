package handgrad.training;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** What a model's run shows besides the loss and accuracy that every run shows. The host draws it. */
public sealed interface Report {
    /**
     * The network as a function of one number, with the data and the truth.
     *
     * @param truth what the data are samples of
     * @param from the left end
     * @param to the right end
     * @param samples how many points of the curves are computed
     * @param everyReport true for a curve at each report of the training, false for the last one only
     */
    record CurveFit(DoubleUnaryOperator truth, double from, double to, int samples, boolean everyReport)
            implements Report {}

    /**
     * Two classes of points in the plane, and where the score is 0.
     *
     * @param features how a point is put to the network
     * @param limit the square is [−limit, limit]²
     * @param samples how many points a side the score is computed at
     */
    record DecisionBoundary(Features features, double limit, int samples) implements Report {}

    /**
     * The pictures answered wrong with the most confidence |p − threshold| + ½, by which the course ranks them.
     *
     * @param rows of the grid of pictures
     * @param columns of the grid of pictures
     * @param negative what the first class is called
     * @param positive what the second class is called
     */
    record Mistakes(int rows, int columns, String negative, String positive) implements Report {}

    /**
     * How many test samples are answered right with other thresholds on the probability.
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
     * The mean loss of every so many steps.
     *
     * @param steps how many steps are averaged
     */
    record MeanLosses(int steps) implements Report {}

    /** The same training by hand, with the formulas written out in plain Java, beside the one through layers and ops. */
    record ByHand() implements Report {}

    /**
     * This model beside another on the same samples, one of the two logistic regression and the other a support vector machine, by what can be
     * compared: accuracy and margin.
     *
     * @param other the other model's name
     */
    record Against(String other) implements Report {}

    /** How a point of the plane is put to a network. */
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
