package handgrad.host.report;

import handgrad.host.chart.ChartStyle;
import handgrad.host.training.EpochResult;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;

/** The share of right answers over the epochs. */
final class AccuracyChart {
    private static final double PERCENT = 100;

    /** Room above 100 %, so that a point there is not cut in half. */
    private static final double HEADROOM = 0.02;

    private AccuracyChart() {}

    /** Draws running and test accuracy. */
    static XYChart of(String title, List<EpochResult> epochs) {
        final XYChart chart = ChartStyle.chart(title, "epochs", "accuracy in %");
        final double[] x = column(epochs, EpochResult::epoch);
        final double[] running =
                column(epochs, epoch -> PERCENT * epoch.running().accuracy());
        final double[] test = column(epochs, epoch -> PERCENT * epoch.test().accuracy());
        ChartStyle.points(chart, "training, while the epoch went on", x, running, ChartStyle.TRAIN);
        ChartStyle.points(chart, "test, after the epoch", x, test, ChartStyle.TEST);
        final double least = Math.min(least(running), least(test));
        final double span = Math.max(PERCENT - least, 1);
        ChartStyle.countAlongX(chart, epochs.getLast().epoch());
        chart.getStyler().setYAxisMin(Math.max(0, least - span / 10)).setYAxisMax(PERCENT + HEADROOM * span);
        return chart;
    }

    private static double[] column(List<EpochResult> epochs, ToDoubleFunction<EpochResult> figure) {
        return epochs.stream().mapToDouble(figure).toArray();
    }

    private static double least(double[] values) {
        double least = values[0];
        for (final double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }
}
