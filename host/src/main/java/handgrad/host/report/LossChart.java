package handgrad.host.report;

import handgrad.host.chart.ChartStyle;
import handgrad.host.training.EpochResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/** The loss over the steps of a run, as the course draws it. */
final class LossChart {
    /** Points that 1,200 pixels can show; where there are more steps, each point is the mean of several. */
    private static final int MOST_POINTS = 2000;

    /** The moving mean spans this part of the run. */
    private static final int WINDOWS = 50;

    /** From this ratio of largest to smallest loss on, a linear axis would hide the end of the run. */
    private static final double LOGARITHMIC_FROM = 20;

    private final String title;
    private final List<EpochResult> epochs;
    private final double[] steps;
    private final double[] losses;
    private final int stepsAPoint;

    /**
     * A chart.
     *
     * @param epochs each epoch that ended well
     * @param unfinished the losses of the steps of one that did not, or none
     */
    LossChart(String title, List<EpochResult> epochs, List<Float> unfinished) {
        this.title = title;
        this.epochs = epochs;
        final double[] all = Stream.concat(
                        epochs.stream().flatMap(epoch -> epoch.stepLosses().stream()), unfinished.stream())
                .mapToDouble(Float::doubleValue)
                .takeWhile(Double::isFinite)
                .toArray();
        this.stepsAPoint = Math.max(1, Math.ceilDiv(all.length, MOST_POINTS));
        final int points = Math.ceilDiv(all.length, stepsAPoint);
        this.steps = new double[points];
        this.losses = new double[points];
        for (int point = 0; point < points; point++) {
            final int from = point * stepsAPoint;
            final int to = Math.min(all.length, from + stepsAPoint);
            steps[point] = (from + 1 + to) / 2.0;
            losses[point] = mean(all, from, to);
        }
    }

    /** Whether there is anything to draw. */
    boolean hasPoints() {
        return losses.length > 0;
    }

    /** Draws it. */
    XYChart chart() {
        final XYChart chart = ChartStyle.chart(title, "steps", "loss");
        final String eachName = stepsAPoint == 1 ? "each step" : "mean of " + stepsAPoint + " steps";
        ChartStyle.line(chart, eachName, steps, losses, ChartStyle.FAINT, 1);
        final int window = Math.max(1, losses.length / WINDOWS);
        if (window > 1) {
            final String meanName = String.format(Locale.ROOT, "moving mean over %d steps", window * stepsAPoint);
            ChartStyle.line(chart, meanName, steps, movingMean(losses, window), ChartStyle.TRAIN, 2);
        }
        if (!epochs.isEmpty()) {
            addTest(chart);
        }
        if (isWide()) {
            chart.getStyler().setYAxisLogarithmic(true);
        } else {
            chart.getStyler().setYAxisMin(Math.min(0, least()));
        }
        ChartStyle.countAlongX(chart, Math.round(steps[steps.length - 1]));
        return chart;
    }

    private void addTest(XYChart chart) {
        final List<Double> ends = new ArrayList<>();
        double end = 0;
        for (final EpochResult epoch : epochs) {
            end += epoch.stepLosses().size();
            ends.add(end);
        }
        ChartStyle.points(
                chart,
                "test set, after each epoch",
                ends.stream().mapToDouble(Double::doubleValue).toArray(),
                epochs.stream().mapToDouble(epoch -> epoch.test().loss()).toArray(),
                ChartStyle.TEST);
    }

    private boolean isWide() {
        double most = 0;
        for (final double loss : losses) {
            most = Math.max(most, loss);
        }
        return least() > 0 && most / least() >= LOGARITHMIC_FROM;
    }

    private double least() {
        double least = Double.POSITIVE_INFINITY;
        for (final double loss : losses) {
            least = Math.min(least, loss);
        }
        for (final EpochResult epoch : epochs) {
            least = Math.min(least, epoch.test().loss());
        }
        return least;
    }

    /** The mean of each point and those before it, as many as there are, up to the window. */
    private static double[] movingMean(double[] values, int window) {
        final double[] means = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            means[i] = mean(values, Math.max(0, i + 1 - window), i + 1);
        }
        return means;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
